package dev.tocsin.notify.reach;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of sending something. No reason holds anything that is secret. */
public sealed interface ReceiverAnswer {
  ReceiverAnswer ACCEPTED = new Accepted();

  record Accepted() implements ReceiverAnswer {}

  /**
   * The receiver is not there, or busy.
   *
   * @param after when the receiver said how long to wait
   */
  record Retry(String reason, @Nullable Duration after) implements ReceiverAnswer {}

  /** The output is not set up as the receiver wants it: somebody has to change something. */
  record Unhealthy(String reason) implements ReceiverAnswer {}

  /** A Secret cannot be read, so nothing was sent. */
  record NoSecret(String reason) implements ReceiverAnswer {}

  /** The address may not be reached. */
  record Forbidden(String reason) implements ReceiverAnswer {}

  /** The receiver asks never to be sent anything again. */
  record Stopped(String reason) implements ReceiverAnswer {}

  /** The same with less in it may be taken. */
  record TooLarge(String reason) implements ReceiverAnswer {}

  /** This message is refused, and would be refused again; others may not be. */
  record Refused(String reason) implements ReceiverAnswer {}
}
