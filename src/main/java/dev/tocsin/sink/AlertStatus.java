package dev.tocsin.sink;

import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Sample;
import dev.tocsin.alert.Tally;
import dev.tocsin.api.v1alpha1.ConditionReason;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An alert's tally as the status of its object. */
final class AlertStatus {
  private AlertStatus() {}

  static SecurityAlertStatus of(Tally tally, Deliveries deliveries) {
    List<Condition> conditions = new ArrayList<>();
    delivered(deliveries).ifPresent(conditions::add);
    if (tally.aggregatedAlerts() > 0) {
      conditions.add(
          condition(
              AlertCondition.CAP_REACHED,
              aggregatedMessage(tally),
              Timestamps.format(tally.firstSeen())));
    }
    return SecurityAlertStatus.builder()
        .count(tally.count())
        .firstSeen(tally.count() == 0 ? null : Timestamps.format(tally.firstSeen()))
        .lastSeen(tally.count() == 0 ? null : Timestamps.format(tally.lastSeen()))
        .nodes(
            tally.nodes().stream()
                .map(node -> Plain.text(node, Limits.NAME))
                .distinct()
                .limit(Limits.ALERT_NODES)
                .toList())
        .nodeCount(tally.nodeCount())
        .samples(
            tally.samples().stream()
                .limit(Limits.SAMPLES)
                .map(each -> sample(each, tally.aggregatedAlerts() > 0))
                .toList())
        .gap(tally.gap() ? true : null)
        .lostEvents(tally.gap() ? tally.lostEvents() : null)
        .counted(
            tally.counted().stream()
                .map(
                    each ->
                        new SecurityAlertStatus.Counted(each.node(), each.spool(), each.sequence()))
                .toList())
        .overflow(overflow(tally))
        .incident(AlertParts.incident(tally.composition()))
        .contributors(AlertParts.parts(tally.composition()))
        .deliveries(
            deliveries.byReceiver().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(Limits.DELIVERIES)
                .map(each -> delivery(each.getKey(), each.getValue()))
                .toList())
        .conditions(conditions)
        .build();
  }

  private static SecurityAlertStatus.@Nullable Aggregated overflow(Tally tally) {
    return tally.aggregatedAlerts() == 0
        ? null
        : new SecurityAlertStatus.Aggregated(
            tally.aggregatedAlerts(),
            tally.contributors().stream()
                .limit(Limits.CONTRIBUTORS)
                .map(
                    each ->
                        new SecurityAlertStatus.Contributor(
                            Plain.text(each.policy(), Limits.LABEL_KEY),
                            Plain.orAbsent(each.subject(), Limits.LABEL_KEY),
                            each.findings()))
                .toList());
  }

  private static SecurityAlertStatus.FindingSample sample(Sample sample, boolean ofSeveral) {
    return new SecurityAlertStatus.FindingSample(
        Plain.orAbsent(sample.findingId(), Limits.IDENTIFIER),
        ofSeveral ? Plain.orAbsent(sample.policy(), Limits.LABEL_KEY) : null,
        SecurityAlerts.time(sample.timeNanos()),
        Plain.orAbsent(sample.node(), Limits.NAME),
        SecurityAlerts.subject(sample.podNamespace(), sample.podName(), sample.node()),
        Plain.orAbsent(sample.message(), Limits.TEXT),
        SecurityAlerts.process(sample.process()));
  }

  private static SecurityAlertStatus.ReceiverState delivery(String receiver, Delivery delivery) {
    return new SecurityAlertStatus.ReceiverState(
        Plain.text(receiver, Limits.LABEL_KEY),
        delivery.step(),
        delivery.revision() == 0 ? null : delivery.revision(),
        delivery.transition() == null ? null : CamelCase.apiName(delivery.transition()),
        CamelCase.apiName(delivery.state()),
        Plain.orAbsent(delivery.message(), Limits.LINE),
        Timestamps.format(delivery.since()));
  }

  /** Whether all have it; of several that do not, the one that may get it yet. */
  private static Optional<Condition> delivered(Deliveries deliveries) {
    return deliveries.byReceiver().entrySet().stream()
        .max(
            Map.Entry.<String, Delivery>comparingByValue(
                    Comparator.comparingInt(each -> urgency(each.state())))
                .thenComparing(each -> each.getKey().equals(KubernetesEvents.NAME))
                .thenComparing(Map.Entry.comparingByKey()))
        .map(each -> delivered(each.getKey(), each.getValue()));
  }

  private static int urgency(Delivery.State state) {
    return switch (state) {
      case ANNOUNCED -> 0;
      case HELD -> 1;
      case GIVEN_UP -> 2;
      case WAITING -> 3;
    };
  }

  private static Condition delivered(String receiver, Delivery delivery) {
    boolean isEvent = receiver.equals(KubernetesEvents.NAME);
    AlertCondition condition =
        switch (delivery.state()) {
          case ANNOUNCED -> isEvent ? AlertCondition.EVENT_WRITTEN : AlertCondition.SENT;
          case HELD -> AlertCondition.HELD;
          case WAITING -> isEvent ? AlertCondition.EVENT_WAITING : AlertCondition.RETRYING;
          case GIVEN_UP -> isEvent ? AlertCondition.EVENT_REFUSED : AlertCondition.GIVEN_UP;
        };
    String message =
        isEvent || delivery.message().isEmpty()
            ? delivery.message()
            : "output " + receiver + ": " + delivery.message();
    return condition(condition, message, Timestamps.format(delivery.since()));
  }

  private static String aggregatedMessage(Tally tally) {
    return tally.count()
        + " findings of "
        + tally.aggregatedAlerts()
        + " alerts or more are counted here, because no further alert could be written";
  }

  private static Condition condition(AlertCondition condition, String message, String since) {
    ConditionReason reason = condition.reason();
    return new ConditionBuilder()
        .withType(reason.type())
        .withStatus(reason.status())
        .withReason(reason.reason())
        .withMessage(Plain.text(message, Limits.TEXT))
        .withLastTransitionTime(since)
        .build();
  }
}
