package dev.tocsin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Receivers;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Triage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server that the demo embeds knows no schema and no rules, but keeps alerts all the same. */
class EmbeddedServerTest {
  private final InstantSource clock = InstantSource.system();
  private final Findings findings = new Findings(clock);
  private final KubernetesMockServer server = MockServers.start();
  private final KubernetesClient client = server.createClient();
  private final AlertSettings settings = AlertSettings.defaults("tocsin-system");
  private final Aggregator aggregator = new Aggregator(settings, clock);
  private final AlertWriter writer =
      new AlertWriter(
          aggregator,
          new KubernetesAlertStore(client, Duration.ofSeconds(10)),
          Receivers.of(new KubernetesEvents(client, "test", Duration.ofSeconds(10), clock)),
          settings,
          clock);

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    writer.start(failures::add);
  }

  @AfterEach
  void stop() throws InterruptedException {
    writer.close(Duration.ofSeconds(10));
    client.close();
    server.destroy();
    assertThat(failures).isEmpty();
  }

  @Test
  void alertsAreWrittenCountedClosedAndReopened() {
    aggregator.accept(findings.finding("web-1"));
    await().until(() -> states().equals(List.of("OPEN 1")));
    aggregator.accept(findings.finding("web-1"));
    await().until(() -> states().equals(List.of("OPEN 2")));
    assertThat(alerts().getFirst().getSpec().title()).isEqualTo("Shell in a pod");

    client
        .resource(alerts().getFirst())
        .edit(
            alert -> {
              alert.setSpec(
                  alert.getSpec().withTriage(new Triage(Triage.State.CLOSED, null, null, null)));
              return alert;
            });
    await()
        .until(
            () -> {
              aggregator.accept(findings.finding("web-1"));
              return alerts().size() == 2;
            });
    assertThat(client.events().v1().events().inNamespace("shop").list().getItems()).isNotEmpty();
  }

  private List<String> states() {
    return alerts().stream()
        .map(
            alert -> {
              Triage triage = alert.getSpec().triage();
              return (triage == null ? null : triage.state())
                  + " "
                  + (alert.getStatus() == null ? null : alert.getStatus().count());
            })
        .toList();
  }

  private List<SecurityAlert> alerts() {
    return client.resources(SecurityAlert.class).inNamespace("shop").list().getItems();
  }
}
