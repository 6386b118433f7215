package dev.tocsin.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Cap;
import dev.tocsin.alert.Contribution;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Overflow;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.AlertListener;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.EventKind;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written as an object comes back as it was. */
class StoredAlertsTest {
  private final KubernetesSerialization json = new KubernetesSerialization();
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00.25Z"));
  private final Findings findings = new Findings(clock);
  private final Aggregator aggregator =
      new Aggregator(AlertSettings.defaults("tocsin-system"), clock);

  @Test
  void anAlertComesBack() {
    findings.expireAfter = Duration.ofHours(100);
    Alert alert = alerts(500, 3).getFirst();
    StoredAlert stored = throughJson(alert);

    assertThat(stored.ref().name()).isEqualTo(alert.name());
    assertThat(stored.summary()).isEqualTo(AlertSummary.of(alert));
    assertThat(stored.tally()).isEqualTo(alert.tally());
    assertThat(stored.expireAfter()).isEqualTo(Duration.ofHours(100));
    assertThat(stored.overflow()).isNull();
  }

  /** So a window over alerts holds after a restart what it held before. */
  @Test
  void policiesOverAlertsSeeOfItWhatTheySawWhenItOpened() {
    List<AlertView> opened = new ArrayList<>();
    aggregator.addListener(
        new AlertListener() {
          @Override
          public void opened(AlertView alert) {
            opened.add(alert);
          }

          @Override
          public void restored(List<AlertView> alerts, Set<String> findingIds) {}
        });
    aggregator.loaded();
    aggregator.accept(findings.finding("web", Instant.parse("2026-11-24T11:00:00.123456789Z")));

    assertThat(throughJson(aggregator.alerts().getFirst()).view()).isEqualTo(opened.getFirst());
    assertThat(opened.getFirst().where().pod().labels()).containsEntry("app", "web");
  }

  @Test
  void anOverflowAlertComesBack() {
    Alert overflow =
        alerts(2, 7).stream().filter(alert -> alert.overflow() != null).findFirst().orElseThrow();
    StoredAlert stored = throughJson(overflow);

    assertThat(stored.overflow()).isEqualTo(overflow.overflow());
    assertThat(stored.tally().aggregatedAlerts()).isEqualTo(5);
    assertThat(stored.summary()).isEqualTo(AlertSummary.of(overflow));
  }

  @Test
  void theOverflowAlertOfAPodComesBack() {
    for (int i = 0; i < 25; i++) {
      findings.program = ".x" + i;
      aggregator.accept(findings.finding("web-1"));
    }
    Alert overflow =
        aggregator.alerts().stream()
            .filter(alert -> alert.overflow() != null)
            .findFirst()
            .orElseThrow();
    StoredAlert stored = throughJson(overflow);

    assertThat(stored.overflow()).isEqualTo(overflow.overflow());
    assertThat(stored.summary()).isEqualTo(AlertSummary.of(overflow));
    assertThat(stored.tally()).isEqualTo(overflow.tally());
    assertThat(stored.summary().podName()).isEqualTo("web-1");
  }

  @Test
  void theCapAndTheExpiryAreFieldsOfTheObject() {
    Alert overflow =
        alerts(2, 7).stream().filter(alert -> alert.overflow() != null).findFirst().orElseThrow();
    SecurityAlert resource = SecurityAlerts.toResource(overflow);
    resource.getMetadata().setLabels(Map.of());
    resource.getMetadata().setAnnotations(Map.of());
    ObjectNode object = (ObjectNode) json.convertValue(resource, JsonNode.class);
    ((ObjectNode) object.get("spec")).remove("group");
    ((ObjectNode) object.get("spec")).put("message", "in other words");
    ((ObjectNode) object.get("status")).remove("conditions");
    StoredAlert stored = read(object.toString());

    assertThat(stored.overflow()).isEqualTo(overflow.overflow());
    assertThat(stored.expireAfter()).isEqualTo(overflow.expireAfter());
    assertThat(stored.tally()).isEqualTo(overflow.tally());
  }

  /** As it was written with the cap in a label and the group, and the expiry beside it. */
  @Test
  void anOverflowAlertOfAnEarlierVersionIsRead() {
    StoredAlert stored =
        read(
            """
            {"apiVersion": "tocsin.dev/v1alpha1", "kind": "SecurityAlert",
             "metadata": {
               "name": "overflow-shell-in-pod-q4mrz2kd7xw5nb3tvy6h", "namespace": "tocsin-system",
               "creationTimestamp": "2026-11-24T12:00:01Z",
               "labels": {"app.kubernetes.io/managed-by": "tocsin",
                          "tocsin.dev/policy": "shell-in-pod",
                          "tocsin.dev/policy-namespace": "tocsin-system",
                          "tocsin.dev/severity": "High",
                          "tocsin.dev/overflow": "Policy"},
               "annotations": {"tocsin.dev/expire-after": "100h"}},
             "spec": {
               "policy": {"name": "shell-in-pod", "namespace": "tocsin-system", "generation": 1},
               "title": "Too many alerts of policy tocsin-system/shell-in-pod",
               "message": "Too many alerts of policy tocsin-system/shell-in-pod: the cap of 500 is reached.",
               "severity": "High",
               "group": {"cap": "Policy", "target": "tocsin-system/shell-in-pod", "limit": "500"},
               "triage": {"state": "Open"}},
             "status": {
               "count": 7, "firstSeen": "2026-11-24T12:00:00Z", "lastSeen": "2026-11-24T12:00:30Z",
               "nodes": ["node-1"], "nodeCount": 1,
               "counted": [{"node": "node-1", "spool": "spool-1", "sequence": 9}],
               "overflow": {"alerts": 5, "contributors": [
                 {"policy": "tocsin-system/shell-in-pod", "subject": "shop/web-1", "findings": 7}]},
               "conditions": [
                 {"type": "Delivered", "status": "True", "reason": "EventWritten", "message": "",
                  "lastTransitionTime": "2026-11-24T12:00:02Z"},
                 {"type": "Overflow", "status": "True", "reason": "CapReached",
                  "message": "7 findings of 5 alerts or more are counted here, because no further alert could be written",
                  "lastTransitionTime": "2026-11-24T12:00:00Z"}]}}
            """);

    assertThat(stored.overflow())
        .isEqualTo(new Overflow(Cap.POLICY, "tocsin-system/shell-in-pod", 500, Severity.HIGH));
    assertThat(stored.expireAfter()).isEqualTo(Duration.ofHours(100));
    assertThat(stored.tally().aggregatedAlerts()).isEqualTo(5);
    assertThat(stored.tally().count()).isEqualTo(7);
    assertThat(stored.tally().contributors())
        .containsExactly(new Contribution("tocsin-system/shell-in-pod", "shop/web-1", 7));
    assertThat(stored.tally().counted()).containsExactly(new Origin("node-1", "spool-1", 9));
    assertThat(stored.deliveries().of(KubernetesEvents.NAME))
        .isEqualTo(
            new Delivery(
                1, 0, null, Delivery.State.ANNOUNCED, "", Instant.parse("2026-11-24T12:00:02Z")));
  }

  @Test
  void theDeliveriesOfSeveralReceiversComeBack() {
    Instant since = Instant.parse("2026-11-24T12:00:02Z");
    Deliveries deliveries =
        new Deliveries(
            Map.of(
                KubernetesEvents.NAME,
                new Delivery(10, 0, null, Delivery.State.ANNOUNCED, "", since),
                "shop/pager",
                new Delivery(
                    1, 3, Transition.CLOSED, Delivery.State.WAITING, "connection refused", since)));
    Alert alert = alerts(500, 1).getFirst();
    SecurityAlert resource = SecurityAlerts.toResource(alert);
    resource.setStatus(AlertStatus.of(alert.tally(), deliveries));

    assertThat(read(json.asJson(resource)).deliveries()).isEqualTo(deliveries);
    assertThat(resource.getStatus().conditions())
        .extracting(
            Condition::getType, Condition::getStatus, Condition::getReason, Condition::getMessage)
        .containsExactly(
            tuple("Delivered", "False", "Retrying", "output shop/pager: connection refused"));
  }

  @Test
  void anIncidentComesBackWithWhatItIsMadeOfAndStatesNoProcess() {
    AlertCorrelation correlation = new AlertCorrelation(clock, Redaction.defaults(), aggregator);
    aggregator.addListener(correlation);
    correlation.install(
        List.of(
            PolicyBuilder.policy("incident")
                .severity(Severity.LOW)
                .events(EventKind.SECURITY_ALERT)
                .eventCount(2, Duration.ofHours(1), "pod.namespace")
                .alertBy("pod.namespace")
                .compiled()));
    aggregator.loaded();
    aggregator.accept(findings.finding("web-1"));
    aggregator.accept(findings.finding("web-2"));
    Alert incident = alertOf("incident");
    SecurityAlert resource = SecurityAlerts.toResource(incident);
    StoredAlert stored = throughJson(incident);

    assertThat(resource.getSpec().process()).isNull();
    assertThat(resource.getStatus().samples())
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.process()).isNull());
    assertThat(resource.getStatus().incident())
        .isEqualTo(
            new SecurityAlertStatus.Incident(
                2L,
                AlertSeverity.HIGH,
                List.of("T1059"),
                List.of("Execution"),
                "2 alerts of 1 policy; the most severe is shell-in-pod, the latest too: sh in"
                    + " web-1"));
    assertThat(resource.getSpec().severity()).isEqualTo(AlertSeverity.LOW);
    assertThat(stored.marks()).isEqualTo(new AlertMarks("", Severity.HIGH));
    assertThat(stored.tally().composition().message())
        .isEqualTo(incident.tally().composition().message());
    assertThat(stored.tally().composition().parts())
        .extracting(each -> each.namespace() + "/" + each.name())
        .containsExactlyElementsOf(
            incident.tally().composition().parts().stream()
                .map(each -> each.namespace() + "/" + each.name())
                .toList());
    Alert part = alertOf("shell-in-pod");
    assertThat(throughJson(part).marks())
        .isEqualTo(new AlertMarks(incident.name().toString(), Severity.HIGH));
  }

  @Test
  void anAcknowledgementSaysWhenItIsOver() {
    SecurityAlert resource = SecurityAlerts.toResource(alerts(500, 1).getFirst());
    String until = "2026-11-24T16:00:00Z";
    resource.setSpec(
        resource.getSpec().withTriage(new Triage(Triage.State.ACKNOWLEDGED, "jane", null, until)));
    assertThat(read(json.asJson(resource)).lookAgain()).isEqualTo(Instant.parse(until));

    resource.setSpec(
        resource.getSpec().withTriage(new Triage(Triage.State.OPEN, "jane", null, until)));
    assertThat(read(json.asJson(resource)).lookAgain()).isNull();
  }

  @Test
  void labelsSayWhatOneSelectsBy() {
    findings.workload = "web";
    aggregator.accept(findings.finding("web-1"));
    findings.workload = "w".repeat(64);
    aggregator.accept(findings.finding("not a label value"));

    assertThat(labelsOfPod("web-1"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app.kubernetes.io/managed-by", "tocsin",
                "tocsin.dev/policy", "shell-in-pod",
                "tocsin.dev/policy-namespace", "tocsin-system",
                "tocsin.dev/severity", "High",
                "tocsin.dev/node", "node-1",
                "tocsin.dev/pod", "web-1",
                "tocsin.dev/workload", "web",
                "tocsin.dev/workload-kind", "Deployment"));
    assertThat(labelsOfPod("not a label value"))
        .doesNotContainKeys("tocsin.dev/pod", "tocsin.dev/workload");
  }

  private Map<String, String> labelsOfPod(String name) {
    return aggregator.alerts().stream()
        .map(SecurityAlerts::toResource)
        .filter(alert -> name.equals(requireNonNull(alert.getSpec().pod()).name()))
        .findFirst()
        .orElseThrow()
        .getMetadata()
        .getLabels();
  }

  private Alert alertOf(String policy) {
    return aggregator.alerts().stream()
        .filter(alert -> alert.finding().policy().id().name().equals(policy))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anObjectThatSomebodyElseMadeIsLeftAlone() {
    SecurityAlert resource = SecurityAlerts.toResource(alerts(500, 1).getFirst());
    resource.getMetadata().setName("hand-made");

    assertThat(StoredAlerts.of(resource)).isNull();
  }

  private List<Alert> alerts(int cap, int groups) {
    Aggregator capped =
        new Aggregator(AlertSettings.defaults("tocsin-system").withCap(Cap.POLICY, cap), clock);
    findings.workload = "web";
    for (int i = 0; i < groups; i++) {
      capped.accept(findings.finding("web-" + i));
    }
    return capped.alerts();
  }

  /** As the informer keeps it. */
  private static SecurityAlert slimmed(SecurityAlert alert) {
    SlimAlerts store = new SlimAlerts();
    store.put("key", alert);
    return requireNonNull(store.get("key"));
  }

  private StoredAlert throughJson(Alert alert) {
    return read(json.asJson(SecurityAlerts.toResource(alert)));
  }

  private StoredAlert read(String text) {
    SecurityAlert read = json.unmarshal(text, SecurityAlert.class);
    read = slimmed(read);
    read.getMetadata().setUid("uid");
    read.getMetadata().setResourceVersion("1");
    return requireNonNull(StoredAlerts.of(read));
  }
}
