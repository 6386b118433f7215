package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Event of an output that gives up, on a real API server. */
@RealCluster
class GaveUpEventsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:59:59Z");
  private final ControlPlane cluster;
  private final String namespace;
  private final GaveUpEvents events;

  GaveUpEventsTest(ControlPlane cluster, @OwnNamespace String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.events = new GaveUpEvents(cluster.client(), "operator-1");
  }

  @Test
  void thereIsOneAnHourWhoeverLeads() {
    cluster
        .kubectlWithInput(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertOutput
            metadata: {name: siem}
            spec: {webhook: {url: "http://receiver.example"}}
            """,
            "apply",
            "--namespace=" + namespace,
            "--filename=-")
        .orFail();
    AlertOutput output =
        cluster
            .client()
            .resources(AlertOutput.class)
            .inNamespace(namespace)
            .withName("siem")
            .require();

    assertThat(events.write(output, 3, "the receiver answered 400", NOW)).isTrue();
    GaveUpEvents nextLeader = new GaveUpEvents(cluster.client(), "operator-2");
    assertThat(nextLeader.write(output, 1, "the receiver answered 422", NOW)).isTrue();
    assertThat(all()).hasSize(1);
    Event event = all().getFirst();
    assertThat(event.getNote())
        .isEqualTo("3 messages were given up; the last one: the receiver answered 400");
    assertThat(event.getReason()).isEqualTo("GaveUp");
    assertThat(event.getRegarding().getKind()).isEqualTo("AlertOutput");
    assertThat(event.getRegarding().getUid()).isEqualTo(output.getMetadata().getUid());

    events.write(output, 1, "the receiver answered 400", NOW.plusSeconds(1)); // the next hour
    assertThat(all()).hasSize(2);
  }

  private List<Event> all() {
    return cluster.client().events().v1().events().inNamespace(namespace).list().getItems();
  }
}
