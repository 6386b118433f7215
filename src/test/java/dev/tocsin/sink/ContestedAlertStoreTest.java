package dev.tocsin.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Receivers;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One namespace or pod that does its worst, and another, against a real API server. */
@RealCluster(isolated = true)
class ContestedAlertStoreTest {
  private static final String ALERTS = "count/securityalerts.tocsin.dev";

  private final InstantSource clock = InstantSource.system();
  private final Findings findings = new Findings(clock);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final KubernetesClient client;
  private final String attacked;
  private final String victim;
  private final String system;
  private final Aggregator aggregator;
  private final AlertWriter writer;

  ContestedAlertStoreTest(
      ControlPlane cluster,
      @OwnNamespace String attacked,
      @OwnNamespace String victim,
      @OwnNamespace String system) {
    this.client = cluster.client();
    this.attacked = attacked;
    this.victim = victim;
    this.system = system;
    AlertSettings settings = AlertSettings.defaults(system);
    this.aggregator = new Aggregator(settings, clock);
    this.writer =
        new AlertWriter(
            aggregator,
            new KubernetesAlertStore(client, Duration.ofSeconds(10)),
            Receivers.of(new KubernetesEvents(client, "test", Duration.ofSeconds(10), clock)),
            settings,
            clock);
    findings.idPrefix = attacked + "-";
    findings.policyNamespace = system;
  }

  @BeforeEach
  void start() {
    writer.start(failures::add);
  }

  @AfterEach
  void end() throws InterruptedException {
    assertThat(writer.close(Duration.ofSeconds(30)).isComplete()).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void aNamespaceWhoseQuotaIsUsedUpHoldsUpNoOther() {
    allowNoAlerts(attacked);
    findings.namespace = attacked;
    for (int pod = 0; pod < 60; pod++) {
      fire("quota-" + pod);
    }
    await().until(() -> writer.stats().refused() > 0);
    findings.namespace = victim;
    findings.policyName = "critical";
    findings.severity = dev.tocsin.engine.policy.Severity.CRITICAL;
    for (int pod = 0; pod < 10; pod++) {
      fire("proxy-" + pod);
    }

    await().untilAsserted(() -> assertThat(alerts(victim)).hasSize(10));
    await().untilAsserted(() -> assertThat(alerts(system)).hasSize(60));
    assertThat(alerts(attacked)).isEmpty();
    SecurityAlert elsewhere = alerts(system).getFirst();
    assertThat(requireNonNull(elsewhere.getSpec().pod()).namespace()).isEqualTo(attacked);
    assertThat(elsewhere.getMetadata().getAnnotations())
        .containsEntry(AlertLabels.BELONGS_IN, attacked)
        .hasEntrySatisfying(AlertLabels.REFUSAL, why -> assertThat(why).contains("exceeded quota"));
  }

  /** {@code for i in 1..250: cp /bin/true /tmp/.x$i; /tmp/.x$i}. */
  @Test
  void programNamesOfOnePodTakeNothingFromOthers() {
    findings.namespace = victim;
    findings.severity = dev.tocsin.engine.policy.Severity.MEDIUM;
    fire("victim-1");
    await().until(() -> alerts(victim).size() == 1);
    findings.namespace = attacked;
    findings.policyName = "program-not-in-image";
    findings.severity = dev.tocsin.engine.policy.Severity.HIGH;
    for (int i = 1; i <= 250; i++) {
      findings.program = ".x" + i;
      fire("evil");
    }
    findings.namespace = victim;
    findings.program = "";
    fire("victim-1");

    await().untilAsserted(() -> assertThat(alerts(victim)).hasSize(2));
    await()
        .untilAsserted(
            () -> {
              assertThat(alerts(attacked)).hasSize(21);
              assertThat(aggregated()).isEqualTo(230);
            });
    assertThat(alerts(attacked))
        .allSatisfy(
            alert -> {
              assertThat(requireNonNull(alert.getSpec().pod()).name()).isEqualTo("evil");
              assertThat(alert.getSpec().severity()).isEqualTo(AlertSeverity.HIGH);
            });
    assertThat(writer.stats().refused()).isZero();
    assertThat(writer.stats().deleted()).isZero();
  }

  /** What the overflow alert of the pod says of it, as it is stored. */
  private long aggregated() {
    return alerts(attacked).stream()
        .map(SecurityAlert::getStatus)
        .filter(status -> status != null && status.overflow() != null)
        .map(status -> requireNonNull(status.overflow()))
        .flatMap(overflow -> overflow.contributors().stream())
        .filter(each -> (attacked + "/evil").equals(each.subject()))
        .map(SecurityAlertStatus.Contributor::findings)
        .mapToLong(findings -> findings == null ? 0 : findings)
        .sum();
  }

  /** A quota counts from when its status says so, which the controller manager would write. */
  private void allowNoAlerts(String namespace) {
    Map<String, Quantity> none = Map.of(ALERTS, new Quantity("0"));
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("alerts")
            .endMetadata()
            .withNewSpec()
            .withHard(none)
            .endSpec()
            .build();
    ResourceQuota created = client.resource(quota).create();
    client
        .resource(
            new ResourceQuotaBuilder(created)
                .withNewStatus()
                .withHard(none)
                .withUsed(none)
                .endStatus()
                .build())
        .updateStatus();
  }

  private void fire(String pod) {
    aggregator.accept(findings.finding(pod));
  }

  private List<SecurityAlert> alerts(String in) {
    return client.resources(SecurityAlert.class).inNamespace(in).list().getItems();
  }
}
