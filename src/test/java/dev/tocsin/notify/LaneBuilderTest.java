package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.UnusableOutputException;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneBuilderTest {
  private final LaneScene scene = new LaneScene();

  private void build(String namespace, String spec) throws UnusableOutputException {
    AlertOutput output = new AlertOutput();
    output.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName("one")
            .withCreationTimestamp("2026-11-28T12:00:00Z")
            .build());
    output.setSpec(LaneScene.spec(spec));
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      new LaneBuilder(
              client,
              "tocsin-system",
              new AddressRule(true, Set.of(), Set.of()),
              InetAddress::getAllByName,
              scene.context(),
              new Random(1))
          .build(output, scene.progress)
          .close();
    }
  }

  /** A broker could name any address: the metadata service, the API server. */
  @Test
  void aTenantMayNotUseKafka() {
    String kafka = "kafka: {brokers: ['kafka.example:9092'], topic: alerts}";
    assertThatCode(() -> build("tocsin-system", kafka)).doesNotThrowAnyException();
    assertThatThrownBy(() -> build("shop", kafka))
        .isInstanceOfSatisfying(
            UnusableOutputException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo("ForbiddenDestination"))
        .hasMessageContaining("may not use Kafka");
  }
}
