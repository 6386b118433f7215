package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tocsin.engine.policy.Severity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeverStartedTest {
  /** A replica that never led ends all the same. */
  @Test
  void outputsThatWereNeverStartedCanBeClosed() {
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      Outputs outputs =
          new Outputs(
              client,
              new OutputSettings("tocsin-system", Set.of(), Severity.HIGH, "test"),
              (alert, output, delivery) -> {},
              () -> false,
              InstantSource.system());
      assertThatCode(outputs::close).doesNotThrowAnyException();
    }
  }
}
