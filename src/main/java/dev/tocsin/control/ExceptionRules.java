package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionSpec;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.InlineException;
import dev.tocsin.engine.policy.LabelSelector;
import dev.tocsin.engine.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which exceptions apply to one policy now. */
final class ExceptionRules {
  /** Those of the policy as they are written, then objects by their names. */
  private static final Comparator<Policy.ExceptionRule> ORDER =
      Comparator.comparing(rule -> rule.isInline() ? "" : rule.source()); // a stable sort

  private final String systemNamespace;
  private final Instant now;

  /** Of the policy: a mistake in an inline exception is one of its own. */
  private final Problems problems;

  /** Of others' objects: they are left out, and the policy goes on without them. */
  private final Problems warnings = new Problems();

  private final List<Policy.ExceptionRule> applying = new ArrayList<>();
  private @Nullable Instant nextExpiry;

  ExceptionRules(String systemNamespace, Instant now, Problems problems) {
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
    boolean isOfCluster = policy.getMetadata().getNamespace().equals(systemNamespace);
    Map<String, Guests> guests = new HashMap<>();
    exceptions.stream()
        .filter(exception -> concerns(systemNamespace, exception, policy))
        .sorted(
            Comparator.comparing(ExceptionRules::created)
                .thenComparing(exception -> ObjectKey.of(exception).toString()))
        .forEach(
            exception -> {
              String namespace = exception.getMetadata().getNamespace();
              boolean isGuest = isOfCluster && !namespace.equals(systemNamespace);
              if (!isGuest) {
                addObject(exception, null);
                return;
              }
              Guests ofNamespace = guests.computeIfAbsent(namespace, key -> new Guests());
              if (ofNamespace.haveRoomFor(exception.getSpec())) {
                int before = applying.size();
                addObject(exception, namespace);
                if (applying.size() > before) { // not one that has expired
                  ofNamespace.add(exception.getSpec());
                }
              } else {
                warnings.add(
                    source(ObjectKey.of(exception)) + ".match",
                    "it is not applied: of one namespace, only the oldest %d exceptions, of %d characters"
                        .concat(" together, apply to a cluster policy")
                        .formatted(Guests.MOST, Guests.MOST_CHARACTERS));
              }
            });
    applying.sort(ORDER);
  }

  private void addObject(DetectionException exception, @Nullable String onlyNamespace) {
    String source = source(ObjectKey.of(exception));
    DetectionExceptionSpec spec = exception.getSpec();
    String match = warnings.required(source + ".match", spec.match());
    add(source, match, spec.expiresAt(), onlyNamespace, warnings);
  }

  /** Empty in a file: an API server writes it, always in the same form. */
  private static String created(DetectionException exception) {
    return Objects.requireNonNullElse(exception.getMetadata().getCreationTimestamp(), "");
  }

  /** What a namespace adds to a policy of the cluster, which all nodes evaluate. */
  private static final class Guests {
    static final int MOST = 20;
    static final int MOST_CHARACTERS = 16_384;

    private int count;
    private int characters;

    boolean haveRoomFor(DetectionExceptionSpec spec) {
      return count < MOST && length(spec) <= MOST_CHARACTERS - characters;
    }

    void add(DetectionExceptionSpec spec) {
      count++;
      characters += length(spec);
    }

    private static int length(DetectionExceptionSpec spec) {
      return spec.match() == null ? 0 : spec.match().length();
    }
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
    applying.add(new Policy.ExceptionRule(source, match, expiry, namespace));
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

  List<Policy.ExceptionRule> applying() {
    return List.copyOf(applying);
  }

  List<Problem> warnings() {
    return warnings.list();
  }

  Optional<Instant> nextExpiry() {
    return Optional.ofNullable(nextExpiry);
  }
}
