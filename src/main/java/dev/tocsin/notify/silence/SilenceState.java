package dev.tocsin.notify.silence;

import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceStatus;
import dev.tocsin.notify.progress.ConditionWriter;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One silence's object, as this process uses it. */
final class SilenceState {
  private final Long generation;
  private final @Nullable Silence silence;
  private final @Nullable UnusableSilenceException problem;
  private volatile boolean matched;

  private SilenceState(
      Long generation, @Nullable Silence silence, @Nullable UnusableSilenceException problem) {
    this.generation = generation;
    this.silence = silence;
    this.problem = problem;
  }

  static SilenceState of(AlertSilence object, String systemNamespace) {
    Long generation = object.getMetadata().getGeneration();
    try {
      return new SilenceState(generation, Silence.of(object, systemNamespace), null);
    } catch (UnusableSilenceException e) {
      return new SilenceState(generation, null, e);
    }
  }

  static SilenceState oneTooMany(AlertSilence object, int most) {
    return new SilenceState(
        object.getMetadata().getGeneration(),
        null,
        new UnusableSilenceException(
            SilenceCondition.TOO_MANY,
            "the namespace has " + most + " older silences that are not over"));
  }

  /** Whether it is of the object as it is now. */
  boolean isOf(AlertSilence object) {
    return generation.equals(object.getMetadata().getGeneration());
  }

  /** Null where it cannot be used. */
  @Nullable Silence silence() {
    return silence;
  }

  boolean isActive(Instant now) {
    return silence != null && silence.isActive(now);
  }

  boolean isTooMany() {
    return problem != null && problem.condition() == SilenceCondition.TOO_MANY;
  }

  /** It has held back an alert. */
  void matched() {
    matched = true;
  }

  /**
   * What the object is to say.
   *
   * @param holding open alerts that it holds back
   */
  AlertSilenceStatus status(AlertSilence object, long holding, Instant now) {
    AlertSilenceStatus before = object.getStatus();
    List<Condition> conditions = before == null ? List.of() : before.conditions();
    boolean everMatched =
        matched
            || conditions.stream()
                .anyMatch(
                    each ->
                        each.getType().equals(SilenceCondition.MATCHED.reason().type())
                            && each.getStatus().equals(SilenceCondition.MATCHED.reason().status()));
    ConditionWriter writer = new ConditionWriter(conditions, generation, now);
    return new AlertSilenceStatus(
        generation,
        List.of(
            problem == null
                ? writer.condition(SilenceCondition.ACCEPTED.reason(), "")
                : writer.condition(
                    problem.condition().reason(), String.valueOf(problem.getMessage())),
            writer.condition(active(now).reason(), ""),
            writer.condition(
                (everMatched ? SilenceCondition.MATCHED : SilenceCondition.NO_MATCH).reason(), "")),
        holding);
  }

  private SilenceCondition active(Instant now) {
    if (silence == null) {
      return SilenceCondition.NOT_ACCEPTED;
    }
    if (silence.isActive(now)) {
      return SilenceCondition.ACTIVE;
    }
    return now.isBefore(silence.start()) ? SilenceCondition.PENDING : SilenceCondition.EXPIRED;
  }
}
