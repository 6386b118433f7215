package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@RealCluster
class FollowedConfigMapsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ObjectKey POLICY = new ObjectKey("default", "policy");

  private final KubernetesClient admin;
  private final ObjectKey list;
  private final List<ObjectKey> changed = new CopyOnWriteArrayList<>();

  FollowedConfigMapsTest(KubernetesClient admin) {
    this.admin = admin;
    this.list = new ObjectKey("default", "followed-by-test");
  }

  /** Waiting for a grant that may never come would hold up every other policy at each start. */
  @Test
  void oneThatMayNotBeReadIsKnownNotToBe() {
    try (KubernetesClient nobody = impersonate("nobody");
        FollowedConfigMaps configMaps = new FollowedConfigMaps(nobody, changed::add)) {
      CompletableFuture<Void> known = configMaps.follow(POLICY, Set.of(list));

      await().atMost(LIMIT).until(known::isDone);
      assertThat(configMaps.get(list))
          .isInstanceOfSatisfying(
              ConfigMaps.Unreadable.class,
              answer -> assertThat(answer.reason()).startsWith("403 configmaps"));
      assertThat(configMaps.follow(POLICY, Set.of(list))).isCompleted();
    }
  }

  @Test
  void oneThatIsNotThereIsKnownAndHeardOfWhenItComes() {
    try (FollowedConfigMaps configMaps = new FollowedConfigMaps(admin, changed::add)) {
      await().atMost(LIMIT).until(configMaps.follow(POLICY, Set.of(list))::isDone);
      assertThat(configMaps.get(list)).isInstanceOf(ConfigMaps.NotFound.class);
      await().atMost(LIMIT).until(() -> !changed.isEmpty());

      admin
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace(list.namespace())
                  .withName(list.name())
                  .endMetadata()
                  .withData(Map.of("tools", "nmap"))
                  .build())
          .create();
      await()
          .atMost(LIMIT)
          .until(() -> configMaps.get(list).equals(new ConfigMaps.Found(Map.of("tools", "nmap"))));
    } finally {
      admin.configMaps().inNamespace(list.namespace()).withName(list.name()).delete();
    }
  }

  private KubernetesClient impersonate(String user) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(admin.getConfiguration()).withImpersonateUsername(user).build())
        .build();
  }
}
