package dev.tocsin.notify.progress;

import dev.tocsin.api.v1alpha1.ConditionReason;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.text.Visible;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Writes the conditions of one object.
 *
 * @param before those that it has
 * @param generation that they are about
 */
public record ConditionWriter(List<Condition> before, Long generation, Instant now) {

  public Condition condition(ConditionReason reason, String message) {
    return condition(reason.type(), reason.status(), reason.reason(), message);
  }

  public Condition condition(String type, String status, String reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(Visible.line(message, Limits.TEXT))
        .withLastTransitionTime(since(type, status))
        .withObservedGeneration(generation)
        .build();
  }

  /** The time of the last transition stays, unless the status changes. */
  private String since(String type, String status) {
    return before.stream()
        .filter(each -> each.getType().equals(type) && each.getStatus().equals(status))
        .map(Condition::getLastTransitionTime)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> Timestamps.format(now));
  }
}
