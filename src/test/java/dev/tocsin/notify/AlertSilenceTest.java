package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Findings;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.ReceiverState;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Silences, outputs and alerts together, against a real API server. */
@RealCluster(isolated = true)
class AlertSilenceTest {
  private final InstantSource clock = InstantSource.system();
  private final Findings findings = new Findings(clock);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final String system;
  private FakeReceiver receiver;
  private LeadingOutputs leader;

  AlertSilenceTest(
      ControlPlane cluster, @OwnNamespace String namespace, @OwnNamespace String system) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = namespace;
    this.system = system;
    findings.idPrefix = namespace + "-";
    findings.namespace = namespace;
    findings.policyNamespace = system;
  }

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
    leader = new LeadingOutputs(client, system, receiver, clock, failures::add).start();
  }

  @AfterEach
  void end() throws InterruptedException {
    leader.end();
    receiver.close();
    assertThat(failures).isEmpty();
    assertThat(receiver.violations).isEmpty();
  }

  @Test
  void anAlertIsHeldSaysByWhatAndIsSentWhenTheSilenceIsDeleted() {
    apply("AlertSilence", system, "work", silence("match: alert.policyNamespace == '%s'"));
    await().untilAsserted(() -> assertThat(condition("work", "Active")).isEqualTo("True Active"));
    apply(
        "AlertOutput",
        system,
        "siem",
        "match: alert.policyNamespace == '%s'\nwebhook: {url: '%s'}"
            .formatted(system, receiver.url()));
    leader.aggregator.accept(findings.finding("web-1"));

    await()
        .atMost(Duration.ofSeconds(60)) // it waits for the alert's next write
        .untilAsserted(
            () ->
                assertThat(only().getStatus().deliveries())
                    .extracting(
                        ReceiverState::receiver, ReceiverState::state, ReceiverState::message)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                            system + "/siem", "Held", "held by silence " + system + "/work")));
    assertThat(only().getStatus().conditions())
        .filteredOn(each -> each.getType().equals("Delivered"))
        .extracting(Condition::getStatus, Condition::getReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("False", "Held"));
    assertThat(only().getStatus().count()).isEqualTo(1); // it counts as ever
    assertThat(receiver.received).isEmpty();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .kubectl("get", "asil", "work", "--namespace=" + system)
                            .orFail()
                            .out()
                            .replaceAll(" +", " "))
                    .contains("NAME STATE HOLDING EXPIRES BY REASON AGE")
                    .contains("work Active 1 ")
                    .contains(" jane maintenance "));
    assertThat(condition("work", "NeverMatched")).isEqualTo("False Matched");

    cluster.kubectl("delete", "asil", "work", "--namespace=" + system).orFail();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(receiver.received)
                    .extracting(each -> each.header("Tocsin-Event"))
                    .containsExactly("Opened"));
  }

  @Test
  void oneThatCannotBeUsedSaysWhy() {
    apply("AlertSilence", system, "wrong", silence("match: alert.severty == '%s'"));
    apply(
        "AlertSilence",
        system,
        "later",
        silence("match: 'true'\nstartsAt: 2099-01-01T00:00:00Z")
            .replaceAll("expiresAt: .*", "expiresAt: 2099-01-02T00:00:00Z"));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(condition("wrong", "Accepted")).isEqualTo("False InvalidMatch");
              assertThat(condition("wrong", "Active")).isEqualTo("False NotAccepted");
              assertThat(condition("later", "Active")).isEqualTo("False Pending");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{match: 'true', reason: work}|expiresAt: Required",
        "{match: 'true', expiresAt: 2027-01-02T00:00:00Z}|reason: Required",
        "{match: 'true', reason: '', expiresAt: 2027-01-02T00:00:00Z}|at least 1 char",
        "{reason: work, expiresAt: 2027-01-02T00:00:00Z}|either by match or by matchers",
        "{match: 'true', matchers: [{name: pod, value: a}], reason: work, expiresAt:"
            + " 2027-01-02T00:00:00Z}|either by match or by matchers",
        "{matchers: [], reason: work, expiresAt: 2027-01-02T00:00:00Z}|at least 1 items",
        "{matchers: [{name: image, value: a}], reason: work, expiresAt:"
            + " 2027-01-02T00:00:00Z}|Unsupported value",
        "{match: 'true', reason: work, expiresAt: tomorrow}|must be of type date-time",
        "{match: 'true', reason: work, startsAt: 2027-01-02T00:00:00Z, expiresAt:"
            + " 2027-01-01T00:00:00Z}|ends after it starts",
        "{match: 'true', reason: work, startsAt: 2027-01-02T00:00:00Z, expiresAt:"
            + " 3023-01-01T00:00:00Z}|720h (30 days) at most",
      })
  void whatIsWrongIsRefused(String spec, String why) {
    var result =
        cluster.kubectlWithInput(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertSilence
            metadata: {name: wrong, namespace: %s}
            spec: %s
            """
                .formatted(namespace, spec),
            "apply",
            "--dry-run=server",
            "--filename=-");
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(why);
  }

  private SecurityAlert only() {
    List<SecurityAlert> all =
        client.resources(SecurityAlert.class).inNamespace(namespace).list().getItems();
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().getStatus()).isNotNull();
    return all.getFirst();
  }

  private String condition(String name, String type) {
    AlertSilence silence =
        client.resources(AlertSilence.class).inNamespace(system).withName(name).require();
    return silence.getStatus() == null
        ? ""
        : silence.getStatus().conditions().stream()
            .filter(each -> each.getType().equals(type))
            .map(each -> each.getStatus() + " " + each.getReason())
            .findFirst()
            .orElse("");
  }

  private String silence(String which) {
    return which.formatted(system)
        + "\nreason: maintenance\ncreatedBy: jane\nexpiresAt: "
        + Timestamps.format(Instant.now().plus(Duration.ofHours(1)));
  }

  private void apply(String kind, String in, String name, String spec) {
    cluster
        .kubectlWithInput(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: %s
            metadata: {name: %s, namespace: %s}
            spec:
            %s
            """
                .formatted(kind, name, in, spec.indent(2)),
            "apply",
            "--filename=-")
        .orFail();
  }
}
