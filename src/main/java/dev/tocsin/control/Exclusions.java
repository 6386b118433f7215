package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionSpec;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.InlineException;
import dev.tocsin.engine.LabelSelector;
import dev.tocsin.engine.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which exceptions apply to one policy now. */
final class Exclusions {
  private final String systemNamespace;
  private final Instant now;

  /** Of the policy: a mistake in an inline exception is one of its own. */
  private final Problems problems;

  /** Of others' objects: they are left out, and the policy goes on without them. */
  private final Problems warnings = new Problems();

  private final List<Policy.Exclusion> applying = new ArrayList<>();
  private @Nullable Instant nextExpiry;

  Exclusions(String systemNamespace, Instant now, Problems problems) {
    this.systemNamespace = systemNamespace;
    this.now = now;
    this.problems = problems;
  }

  /** What diagnostics and counters call an exception. */
  static String source(ObjectKey exception) {
    return "DetectionException/" + exception;
  }

  void addInline(List<InlineException> exceptions) {
    for (int i = 0; i < exceptions.size(); i++) {
      InlineException exception = exceptions.get(i);
      String place = "spec.exceptions[" + i + "]";
      String match = problems.required(place + ".match", exception.match());
      add(place, match, exception.expiresAt(), null, problems);
    }
  }

  void addObjects(DetectionPolicy policy, Collection<DetectionException> exceptions) {
    exceptions.stream()
        .filter(exception -> concerns(systemNamespace, exception, policy))
        .sorted(Comparator.comparing(exception -> ObjectKey.of(exception).toString()))
        .forEach(
            exception -> {
              ObjectKey key = ObjectKey.of(exception);
              DetectionExceptionSpec spec = exception.getSpec();
              boolean onlyItsNamespace =
                  policy.getMetadata().getNamespace().equals(systemNamespace)
                      && !key.namespace().equals(systemNamespace);
              String match = warnings.required(source(key) + ".match", spec.match());
              add(
                  source(key),
                  match,
                  spec.expiresAt(),
                  onlyItsNamespace ? key.namespace() : null,
                  warnings);
            });
  }

  private void add(
      String source,
      String match,
      @Nullable String expiresAt,
      @Nullable String namespace,
      Problems ownProblems) {
    if (match.isEmpty()) {
      return;
    }
    Instant expiry = null;
    if (expiresAt != null) {
      Optional<Instant> time = ownProblems.time(source + ".expiresAt", expiresAt);
      if (time.isEmpty() || !time.get().isAfter(now)) {
        return;
      }
      expiry = time.get();
      nextExpiry = nextExpiry == null || expiry.isBefore(nextExpiry) ? expiry : nextExpiry;
    }
    applying.add(new Policy.Exclusion(source, match, expiry, namespace));
  }

  /** Whether an exception, not regarding its expiry, has a say about a policy. */
  static boolean concerns(
      String systemNamespace, DetectionException exception, DetectionPolicy policy) {
    return mayTouch(systemNamespace, exception, policy) && names(exception, policy);
  }

  private static boolean mayTouch(
      String systemNamespace, DetectionException exception, DetectionPolicy policy) {
    String namespace = exception.getMetadata().getNamespace();
    String ofPolicy = policy.getMetadata().getNamespace();
    return canReach(systemNamespace, namespace, ofPolicy)
        && (!ofPolicy.equals(systemNamespace)
            || namespace.equals(systemNamespace)
            || (policy.getSpec() != null
                && Boolean.TRUE.equals(policy.getSpec().allowNamespaceExceptions())));
  }

  /**
   * Whether exceptions of the one namespace can have a say about policies of the other: who must
   * look again when an exception changes, since a policy that it no longer names must forget it.
   */
  static boolean canReach(
      String systemNamespace, String namespaceOfException, String namespaceOfPolicy) {
    return namespaceOfException.equals(systemNamespace)
        || namespaceOfException.equals(namespaceOfPolicy)
        || namespaceOfPolicy.equals(systemNamespace);
  }

  private static boolean names(DetectionException exception, DetectionPolicy policy) {
    if (exception.getSpec() == null || exception.getSpec().policies() == null) {
      return false;
    }
    DetectionExceptionSpec.Policies policies = exception.getSpec().policies();
    if (policies.selector() == null) {
      return policies.names().contains(policy.getMetadata().getName());
    }
    Problems ofSelector = new Problems();
    LabelSelector selector =
        Scopes.selector("spec.policies.selector", policies.selector(), ofSelector);
    Map<String, String> labels =
        Objects.requireNonNullElse(policy.getMetadata().getLabels(), Map.of());
    return ofSelector.isEmpty() && selector.matches(labels);
  }

  List<Policy.Exclusion> applying() {
    return List.copyOf(applying);
  }

  List<Problem> warnings() {
    return warnings.list();
  }

  Optional<Instant> nextExpiry() {
    return Optional.ofNullable(nextExpiry);
  }
}
