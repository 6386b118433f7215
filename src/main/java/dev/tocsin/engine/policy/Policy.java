package dev.tocsin.engine.policy;

import dev.tocsin.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A detection as the engine needs it, before compilation: plain data, independent of the API
 * version it was written in.
 *
 * @param events never empty
 * @param window absent: every match is a finding
 * @param exceptions inline ones and those of DetectionException objects that apply
 */
public record Policy(
    PolicyId id,
    String title,
    Severity severity,
    int riskScore,
    List<AttackTechnique> mitreAttack,
    Mode mode,
    Scope scope,
    Set<EventKind> events,
    List<NamedList> lists,
    List<Variable> variables,
    String match,
    List<ExceptionRule> exceptions,
    @Nullable Window window,
    Alerting alerting) {

  /**
   * Whether it looks at alerts instead of events. It looks at nothing else then: the compiler sees
   * to it. So there are two layers, and what the upper one makes is not for itself.
   */
  public boolean isOverAlerts() {
    return events.contains(EventKind.SECURITY_ALERT);
  }

  public enum Mode {
    /** Findings become alerts. */
    ACTIVE,
    /** Findings are counted, and no alert is made. */
    SHADOW,
    /** Not evaluated. */
    DISABLED
  }

  /** An ATT&amp;CK technique id and its tactics, as written in the policy. */
  public record AttackTechnique(String technique, List<String> tactics) {}

  /** A named set for expressions, with its values resolved. */
  public record NamedList(String name, List<String> values) {}

  /** A named expression, usable in the ones after it and in {@code match}. */
  public record Variable(String name, String expression) {}

  /**
   * What must not fire.
   *
   * @param source where it comes from, for diagnostics and for counting its matches: {@code
   *     spec.exceptions[1]} for one of the policy itself, {@code DetectionException/namespace/name}
   *     for an object of its own
   * @param namespace when set, it silences events of that namespace only
   */
  public record ExceptionRule(
      String source, String match, @Nullable Instant expiresAt, @Nullable String namespace) {

    /** Part of the policy: then a mistake in it is a mistake of the policy. */
    public boolean isInline() {
      return source.startsWith("spec.");
    }
  }

  /**
   * Correlation of matches, by the names of Sigma, and sums.
   *
   * @param field VALUE_COUNT: the expression whose distinct values count; SUM: the whole number
   *     that is added up, where what is below 1 adds nothing
   * @param groupBy expressions whose values keep windows apart; empty: one window for all
   * @param threshold EVENT_COUNT, VALUE_COUNT, SUM: fires from this number on
   * @param steps the temporal types: what must happen. An event of a step must satisfy the policy's
   *     {@code match} too, which may be blank then
   */
  public record Window(
      Type type,
      @Nullable String field,
      List<String> groupBy,
      Duration within,
      long threshold,
      List<Step> steps) {
    public enum Type {
      EVENT_COUNT,
      VALUE_COUNT,
      SUM,
      TEMPORAL,
      TEMPORAL_ORDERED
    }

    /** The least count that fires. */
    public long enough() {
      return steps.isEmpty() ? threshold : steps.size();
    }

    /**
     * One stage of a temporal window.
     *
     * @param events empty: those of the policy
     */
    public record Step(String name, Set<EventKind> events, String match) {}
  }

  /**
   * How findings become alerts.
   *
   * @param groupBy expressions whose values make one alert; empty: workload and container
   * @param message template with {{expression}} holes; empty: the title
   */
  public record Alerting(List<String> groupBy, String message, Duration expireAfter) {}
}
