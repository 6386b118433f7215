package dev.tocsin.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one request to the store. */
public sealed interface Outcome {
  /** It is as asked for; the reference is of the object as it is now. */
  record Done(AlertRef ref) implements Outcome {}

  /** Create: there is one of that name already. */
  record Exists(StoredAlert stored) implements Outcome {}

  /** Update, delete: somebody changed the object after the version given. */
  record Changed(StoredAlert stored) implements Outcome {}

  /** Update, delete: the object is not there, or is another one of the same name. */
  record Missing() implements Outcome {}

  /** Create, announce: the namespace is gone, or on its way out. */
  record NamespaceGone() implements Outcome {}

  /**
   * Answered with no, for where it is to be written or by whom: a quota, a policy of the cluster, a
   * webhook, a permission. Says nothing about other namespaces.
   */
  record Refused(String message) implements Outcome {}

  /** Refused for what it says; the same request would be refused again. */
  record Invalid(String message) implements Outcome {}

  /**
   * The store does not answer, or cannot serve anybody; to be tried again.
   *
   * @param retryAfter when the store said how long to wait
   */
  record Unavailable(String message, @Nullable Duration retryAfter) implements Outcome {}
}
