package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.notify.reach.AddressRule;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an output when Tocsin itself fails. */
class RunningOutputTest {
  private final LaneScene scene = new LaneScene();
  private final KubernetesClient unused =
      new KubernetesClientBuilder().withConfig(Config.empty()).build();

  @AfterEach
  void end() {
    unused.close();
  }

  @Test
  void oneThatCannotBeBegunSaysSo() {
    AlertOutput broken = new AlertOutput(); // without a spec
    broken.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("tocsin-system")
            .withName("hook")
            .withGeneration(1L)
            .build());
    LaneBuilder lanes =
        new LaneBuilder(
            unused,
            "tocsin-system",
            new AddressRule(true, Set.of(), Set.of()),
            InetAddress::getAllByName,
            scene.context(),
            new Random(1));
    try (RunningOutput output = new RunningOutput(broken, (ref, name, sent) -> {}, scene.clock)) {
      output.take(broken, lanes, true, Set.of());
      assertThat(output.status(broken, List.of(), scene.now).conditions().getFirst())
          .satisfies(
              accepted -> {
                assertThat(accepted.getType()).isEqualTo("Accepted");
                assertThat(accepted.getStatus()).isEqualTo("False");
                assertThat(accepted.getReason()).isEqualTo("Defect");
              });
    }
  }

  @Test
  void aLaneThatFailsGoesOn() {
    AtomicInteger steps = new AtomicInteger();
    Lane lane =
        new Lane() {
          @Override
          public void changed(String uid) {}

          @Override
          public Instant step() {
            if (steps.getAndIncrement() == 0) {
              throw new NoClassDefFoundError("missing");
            }
            return Instant.MAX;
          }

          @Override
          public int pending() {
            return 0;
          }

          @Override
          public @Nullable Instant oldest() {
            return null;
          }

          @Override
          public void close() {}
        };
    try (LaneThread thread =
        LaneThread.start("hook", lane, InstantSource.system(), Duration.ofMillis(1))) {
      assertThat(thread.lane()).isSameAs(lane);
      await().until(() -> steps.get() > 1);
    }
  }
}
