package dev.tocsin.control;

import static java.util.stream.Collectors.joining;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionStatus;
import dev.tocsin.control.StatusConditions.Progress;
import dev.tocsin.engine.PolicyStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The status of one exception, from what the catalog made of the policies it concerns. */
final class ExceptionAssessment {
  private final DetectionException exception;
  private final Instant now;
  private final Problems problems = new Problems();
  private final Optional<Instant> expiry;
  private final List<String> policies = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> suspended = new ArrayList<>();

  /**
   * @param stats of all policies
   */
  ExceptionAssessment(
      DetectionException exception,
      Collection<PolicyOutcome> states,
      Collection<PolicyStats> stats,
      Instant now) {
    this.exception = exception;
    this.now = now;
    String expiresAt = exception.getSpec() == null ? null : exception.getSpec().expiresAt();
    this.expiry = expiresAt == null ? Optional.empty() : problems.time("spec.expiresAt", expiresAt);
    String source = ExceptionRules.source(ObjectKey.of(exception));
    states.forEach(state -> assess(state, source));
    for (PolicyStats each : stats) {
      String cause = each.suspendedExceptions().get(source);
      if (cause != null) {
        suspended.add("in policy " + each.id().key() + ": " + cause);
      }
    }
  }

  private void assess(PolicyOutcome state, String source) {
    if (!(state instanceof PolicyOutcome.Accepted accepted)) {
      return; // nothing fires, so there is nothing to silence
    }
    List<String> warnings =
        accepted.warnings().stream()
            .filter(each -> each.place().startsWith(source + "."))
            .map(each -> "spec" + each.place().substring(source.length()) + ": " + each.message())
            .toList();
    String policy = state.id().key();
    if (!warnings.isEmpty()) {
      failures.add("in policy " + policy + ": " + String.join("; ", warnings));
    } else if (accepted.compiled().policy().exceptions().stream()
        .anyMatch(each -> each.source().equals(source))) {
      policies.add(policy);
    }
  }

  Optional<Instant> expiry() {
    return expiry;
  }

  private static Progress progress(ExceptionCondition active) {
    return switch (active) {
      case APPLIED, EXPIRED -> Progress.DONE;
      case NO_POLICY -> Progress.UNDER_WAY; // it may come
      default -> Progress.STUCK;
    };
  }

  DetectionExceptionStatus status(ExceptionHistory history) {
    long generation = Objects.requireNonNullElse(exception.getMetadata().getGeneration(), 0L);
    StatusConditions conditions =
        new StatusConditions(
            exception.getStatus() == null ? List.of() : exception.getStatus().conditions(),
            generation,
            now);
    boolean expired = expiry.isPresent() && !expiry.get().isAfter(now);
    ExceptionCondition active = active(expired);
    add(conditions, active, message(active));
    add(
        conditions,
        expired
            ? ExceptionCondition.OVER
            : expiry.isPresent() ? ExceptionCondition.NOT_EXPIRED : ExceptionCondition.NO_EXPIRY,
        "");
    add(
        conditions,
        history.matches() == 0 ? ExceptionCondition.NO_MATCH : ExceptionCondition.MATCHED,
        "");
    conditions.addReady(progress(active), conditions.get(active.reason().type()));
    return new DetectionExceptionStatus(
        generation, conditions.list(), history.matches(), history.lastMatchTime());
  }

  private static String some(List<String> texts) {
    return texts.stream().sorted().limit(10).collect(joining("\n"));
  }

  private static void add(
      StatusConditions conditions, ExceptionCondition condition, String message) {
    conditions.add(condition.reason(), message);
  }

  private ExceptionCondition active(boolean expired) {
    if (!problems.isEmpty()) {
      return ExceptionCondition.INVALID;
    }
    if (expired) {
      return ExceptionCondition.EXPIRED;
    }
    if (!suspended.isEmpty()) {
      return ExceptionCondition.SUSPENDED;
    }
    if (!failures.isEmpty()) {
      return policies.isEmpty() ? ExceptionCondition.INVALID : ExceptionCondition.PARTLY_INVALID;
    }
    return policies.isEmpty() ? ExceptionCondition.NO_POLICY : ExceptionCondition.APPLIED;
  }

  private String message(ExceptionCondition active) {
    return switch (active) {
      case INVALID -> problems.isEmpty() ? some(failures) : problems.list().getFirst().toString();
      case SUSPENDED -> some(suspended);
      case PARTLY_INVALID -> some(failures);
      case NO_POLICY -> "no running policy that it names may be silenced by it";
      case APPLIED -> "applies to " + policies.stream().sorted().limit(10).collect(joining(", "));
      default -> "";
    };
  }
}
