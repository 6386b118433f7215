package dev.tocsin.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.Drained;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Outcome;
import dev.tocsin.alert.Receivers;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.EventKind;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Aggregator, writer and store together, against a real API server. */
@RealCluster(isolated = true)
class KubernetesAlertStoreTest {
  private final InstantSource clock = InstantSource.system();
  private final Findings findings = new Findings(clock);
  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final String system;
  private Aggregator aggregator;
  private AlertWriter writer;

  KubernetesAlertStoreTest(
      ControlPlane cluster, @OwnNamespace String namespace, @OwnNamespace String system) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = namespace;
    this.system = system;
    this.aggregator = new Aggregator(settings(), clock);
    this.writer = writer();
    findings.idPrefix = namespace + "-";
    findings.namespace = namespace;
    findings.policyNamespace = system;
  }

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    writer.start(failures::add);
  }

  @AfterEach
  void end() throws InterruptedException {
    close();
    assertThat(failures).isEmpty();
  }

  @Test
  void aFindingBecomesAnAlertWithItsFacts() {
    fire("web-1");
    SecurityAlert alert = awaitCount(1);

    assertThat(alert.getSpec().policy().name()).isEqualTo("shell-in-pod");
    assertThat(requireNonNull(alert.getSpec().process()).binary()).isEqualTo("/bin/sh");
    assertThat(alert.getSpec().ancestors()).hasSize(1);
    assertThat(requireNonNull(alert.getSpec().pod()).name()).isEqualTo("web-1");
    assertThat(alert.getSpec().subject()).isEqualTo(namespace + "/web-1");
    assertThat(requireNonNull(alert.getSpec().triage()).state()).isEqualTo(Triage.State.OPEN);
    assertThat(alert.getMetadata().getLabels())
        .containsEntry("tocsin.dev/policy", "shell-in-pod")
        .containsEntry("tocsin.dev/severity", "High")
        .containsEntry("tocsin.dev/node", "node-1");
    assertThat(alert.getStatus().conditions())
        .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("Delivered", "True", "EventWritten"));
  }

  @Test
  void kubectlShowsTheAlertAndItsEvent() {
    findings.policyName = "shell-in-pod.v2";
    fire("web-1");
    awaitCount(1);

    assertThat(cluster.kubectl("get", "securityalerts", "-n", namespace).orFail().out())
        .contains("High", "shell-in-pod.v2", namespace + "/web-1", "Open");
    assertThat(cluster.kubectl("get", "events", "-n", namespace).orFail().out())
        .contains("Warning", "SecurityAlert", "pod/web-1", "shell-in-pod.v2 (High): sh in web-1");
    Event event = events(namespace).getFirst();
    assertThat(event.getRelated().getKind()).isEqualTo("SecurityAlert");
    assertThat(event.getRelated().getName()).isEqualTo(only().getMetadata().getName());
  }

  @Test
  void theEventOfAHostProcessIsOnTheNodeAndTheAlertInTheSystemNamespace() {
    findings.namespace = "";
    findings.node = "node-of-" + system;
    fire("host");
    await().until(() -> alerts(system).size() == 1);
    await()
        .untilAsserted(
            () ->
                assertThat(events("default"))
                    .filteredOn(event -> event.getRegarding().getName().equals(findings.node))
                    .extracting(event -> event.getRegarding().getKind())
                    .containsExactly("Node"));
  }

  @Test
  void countsAreWrittenExactlyAndEscalationsAnnounced() throws InterruptedException {
    for (int i = 0; i < 1234; i++) {
      fire("web-1");
    }
    close();

    assertThat(only().getStatus().count()).isEqualTo(1234);
    assertThat(only().getStatus().samples()).hasSize(5);
    assertThat(events(namespace)).extracting(Event::getAction).contains("Escalate");
  }

  @Test
  void theUsersTriageIsKept() {
    fire("web-1");
    awaitCount(1);
    triage(Triage.State.ACKNOWLEDGED);
    fire("web-1");
    fire("web-1");
    SecurityAlert alert = awaitCount(3);

    assertThat(alert.getSpec().triage())
        .isEqualTo(new Triage(Triage.State.ACKNOWLEDGED, "alice", "known", null));
  }

  @Test
  void anAlertThatBecomesPartOfAnIncidentGetsItsLabel() {
    AlertCorrelation correlation = new AlertCorrelation(clock, Redaction.defaults(), aggregator);
    aggregator.addListener(correlation);
    correlation.install(
        List.of(
            PolicyBuilder.policy("incident-" + namespace)
                .severity(Severity.LOW)
                .events(EventKind.SECURITY_ALERT)
                .eventCount(2, Duration.ofHours(1), "pod.namespace")
                .alertBy("pod.namespace")
                .compiled()));
    fire("web-1");
    awaitCount(1);
    fire("web-2");

    await()
        .untilAsserted(
            () -> {
              assertThat(labelled("tocsin.dev/policy=shell-in-pod")).hasSize(2);
              List<SecurityAlert> incidents =
                  labelled("tocsin.dev/policy!=shell-in-pod,tocsin.dev/severity=High");
              assertThat(incidents).hasSize(1);
              String incident = incidents.getFirst().getMetadata().getName();
              assertThat(labelled("tocsin.dev/incident=" + incident)).hasSize(2);
              assertThat(incidents.getFirst().getStatus().contributors()).hasSize(2);
            });
    assertThat(alerts(namespace))
        .allSatisfy(alert -> assertThat(count(alert)).isEqualTo(1))
        .allSatisfy(alert -> assertThat(alert.getSpec().title()).isNotEmpty());
  }

  @Test
  void anAcknowledgementThatIsOverIsTakenBackUnlessSomebodyWasFaster() {
    fire("web-1");
    awaitCount(1);
    triage(Triage.State.ACKNOWLEDGED);
    AlertRef read = requireNonNull(StoredAlerts.ref(only()));
    AlertMarks reopened = new AlertMarks("", Severity.HIGH, true);
    try (KubernetesAlertStore store = new KubernetesAlertStore(client, Duration.ofSeconds(10))) {
      assertThat(store.mark(read, reopened)).isInstanceOf(Outcome.Done.class);
      assertThat(only().getSpec().triage())
          .isEqualTo(new Triage(Triage.State.OPEN, "alice", "known", null));

      triage(Triage.State.CLOSED);
      assertThat(store.mark(read, reopened)).isInstanceOf(Outcome.Changed.class);
      assertThat(state(only())).isEqualTo("CLOSED");
    }
  }

  @Test
  void anEventSaysThatAnAcknowledgementIsOver() {
    fire("web-1");
    awaitCount(1);
    AlertRef read = requireNonNull(StoredAlerts.ref(only()));
    try (KubernetesEvents events =
        new KubernetesEvents(
            client, "operator-0", Duration.ofSeconds(10), InstantSource.system())) {
      assertThat(events.reopened(read)).isInstanceOf(Outcome.Done.class);
      assertThat(events.reopened(read)).as("said again").isInstanceOf(Outcome.Done.class);
    }

    assertThat(endedAcknowledgements())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getRegarding().getName()).isEqualTo(read.name().toString());
              assertThat(event.getNote()).contains("open again");
            });
  }

  private List<Event> endedAcknowledgements() {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals("AcknowledgementEnded"))
        .toList();
  }

  private List<SecurityAlert> labelled(String selector) {
    return client
        .resources(SecurityAlert.class)
        .inNamespace(namespace)
        .withLabelSelector(selector)
        .list()
        .getItems();
  }

  @Test
  void aClosedAlertThatFiresAgainBecomesANewOne() {
    fire("web-1");
    awaitCount(1);
    triage(Triage.State.CLOSED);
    fire("web-1");
    fire("web-1");
    await().until(() -> alerts(namespace).size() == 2);

    await()
        .untilAsserted(
            () ->
                assertThat(alerts(namespace))
                    .extracting(alert -> state(alert) + " " + count(alert))
                    .containsExactlyInAnyOrder("CLOSED 1", "OPEN 2"));
  }

  @Test
  void anAlertDeletedWhileOpenIsWrittenAnewWithWhatCameSince() {
    fire("web-1");
    fire("web-1");
    String uid = awaitCount(2).getMetadata().getUid();
    client.resource(only()).delete();
    fire("web-1");
    fire("web-1");
    fire("web-1");

    await()
        .untilAsserted(
            () -> {
              assertThat(only().getMetadata().getUid()).isNotEqualTo(uid);
              assertThat(count(only())).isEqualTo(3);
            });
  }

  @Test
  void anotherProcessCountsOnInTheSameAlert() throws InterruptedException {
    fire("web-1");
    fire("web-1");
    close();
    aggregator = new Aggregator(settings(), clock);
    writer = writer();
    fire("web-1");
    writer.start(failures::add);
    fire("web-1");

    awaitCount(4);
  }

  @Test
  void anyTextEndsInAValidObject() {
    findings.arguments =
        "\0\u0001\u001b[2J'\"\\`$(id)\n\t\u2028\ud800 \udfff\ufffd\u202e🔔<&>%s{{x}}"
            + "\u00ff€".repeat(50_000);
    findings.node = "Not A Node Name!\n";
    fire("web-1");
    SecurityAlert alert = awaitCount(1);

    assertThat(requireNonNull(alert.getSpec().process()).arguments())
        .startsWith(
            "\\u{0}\\u{1}\\u{1b}[2J'\"\\`$(id)\\n\\t\\u{2028}\\u{d800}"
                + " \\u{dfff}\ufffd\\u{202e}🔔<&>%s{{x}}ÿ€")
        .endsWith("bytes]");
    assertThat(alert.getMetadata().getLabels()).doesNotContainKey("tocsin.dev/node");
    assertThat(writer.stats().refused()).isZero();
  }

  @Test
  void aGroupOfUglyValuesIsStillOneAlert() {
    for (int i = 0; i < 3; i++) {
      fire("x".repeat(3000) + "\0");
    }
    SecurityAlert alert = awaitCount(3);

    assertThat(alert.getSpec().group().get("pod.uid")).endsWith("…[cut: 3001 bytes]");
  }

  @Test
  void anAlertAboutANamespaceThatDoesNotExistIsInTheSystemNamespace() {
    findings.namespace = "gone-" + namespace;
    fire("web-1");
    await().until(() -> alerts(system).size() == 1);

    await().until(() -> !events(system).isEmpty());
    assertThat(events(system).getFirst().getRegarding().getKind()).isEqualTo("SecurityAlert");
  }

  @Test
  void anAlertAboutATerminatingNamespaceIsInTheSystemNamespace() {
    // nobody finishes the deletion: no controller manager runs here
    client.namespaces().withName(namespace).delete();
    await()
        .until(
            () ->
                "Terminating"
                    .equals(client.namespaces().withName(namespace).get().getStatus().getPhase()));
    fire("web-1");

    await().until(() -> alerts(system).size() == 1);
  }

  @Test
  void anApiServerThatIsStoppedForAWhileLosesNothing() {
    fire("web-1");
    awaitCount(1);
    cluster.stop();
    for (int i = 0; i < 100; i++) {
      fire("web-1");
      fire("web-2");
    }
    await().until(() -> writer.stats().failures() > 1);
    cluster.start();

    await()
        .untilAsserted(
            () ->
                assertThat(alerts(namespace))
                    .extracting(KubernetesAlertStoreTest::count)
                    .containsExactlyInAnyOrder(101L, 100L));
  }

  @Test
  void aFrozenApiServerDoesNotHoldTheWriterForever() {
    fire("web-1");
    awaitCount(1);
    cluster.freeze();
    try {
      fire("web-2");
      fire("web-1");
      await().until(() -> writer.stats().failures() > 0);
    } finally {
      cluster.resume();
    }

    await()
        .untilAsserted(
            () ->
                assertThat(alerts(namespace))
                    .extracting(KubernetesAlertStoreTest::count)
                    .containsExactlyInAnyOrder(2L, 1L));
  }

  private void fire(String pod) {
    aggregator.accept(findings.finding(pod));
  }

  private void triage(Triage.State state) {
    client
        .resource(only())
        .edit(
            alert -> {
              alert.setSpec(alert.getSpec().withTriage(new Triage(state, "alice", "known", null)));
              return alert;
            });
  }

  private SecurityAlert awaitCount(long count) {
    await()
        .untilAsserted(
            () ->
                assertThat(alerts(namespace))
                    .extracting(KubernetesAlertStoreTest::count)
                    .containsExactly(count));
    return only();
  }

  private SecurityAlert only() {
    List<SecurityAlert> alerts = alerts(namespace);
    assertThat(alerts).hasSize(1);
    return alerts.getFirst();
  }

  private static long count(SecurityAlert alert) {
    Long count = alert.getStatus() == null ? null : alert.getStatus().count();
    return count == null ? 0 : count;
  }

  private static String state(SecurityAlert alert) {
    Triage triage = alert.getSpec().triage();
    return triage == null ? "" : String.valueOf(triage.state());
  }

  private List<SecurityAlert> alerts(String in) {
    return client.resources(SecurityAlert.class).inNamespace(in).list().getItems();
  }

  private List<Event> events(String in) {
    return client.events().v1().events().inNamespace(in).list().getItems();
  }

  private AlertSettings settings() {
    return AlertSettings.defaults(system);
  }

  private AlertWriter writer() {
    return new AlertWriter(
        aggregator,
        new KubernetesAlertStore(client, Duration.ofSeconds(2)),
        Receivers.of(new KubernetesEvents(client, "test", Duration.ofSeconds(2), clock)),
        settings(),
        clock);
  }

  private void close() throws InterruptedException {
    if (writer.isRunning()) {
      Drained drained = writer.close(Duration.ofSeconds(30));
      assertThat(drained.isComplete()).isTrue();
    }
  }
}
