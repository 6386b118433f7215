package dev.tocsin.election;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Replicas on their own threads and the real clock, and an API server that goes away. */
@RealCluster(isolated = true)
class LeadershipFailuresTest {
  private final ControlPlane plane;

  LeadershipFailuresTest(ControlPlane plane) {
    this.plane = plane;
  }

  private static class News implements Leadership.Listener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void acquired() {
      heard.add("acquired");
    }

    @Override
    public void lost() {
      heard.add("lost");
    }

    @Override
    public void leader(String identity) {}
  }

  /** With so much room that this machine may stand still for a few seconds. */
  private Leadership replica(String namespace, String identity, News news) {
    return new Leadership(
        plane.client(),
        new Leadership.Settings(
            namespace,
            "tocsin-operator",
            identity,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofMillis(300)),
        news,
        InstantSource.system());
  }

  @Test
  void exactlyOneLeadsAndTheOtherTakesOver(@OwnNamespace String namespace) {
    Leadership a = replica(namespace, "operator-a", new News());
    Leadership b = replica(namespace, "operator-b", new News());
    a.start();
    b.start();
    await().atMost(60, SECONDS).until(() -> a.mayWrite() || b.mayWrite());
    await().atMost(60, SECONDS).until(() -> !a.leader().isEmpty() && a.leader().equals(b.leader()));
    assertThat(a.mayWrite() && b.mayWrite()).isFalse();
    Leadership first = a.leader().equals("operator-a") ? a : b;
    Leadership second = first == a ? b : a;
    first.close();
    await().atMost(60, SECONDS).until(second::mayWrite);
    assertThat(first.mayWrite()).isFalse();
    second.close();
  }

  @Test
  void aLeaderThatCannotBeginGivesTheLeaseUpAndIsNotElectedAgain(@OwnNamespace String namespace) {
    News broken =
        new News() {
          @Override
          public void acquired() {
            super.acquired();
            throw new StackOverflowError();
          }
        };
    try (Leadership a = replica(namespace, "operator-a", broken);
        Leadership b = replica(namespace, "operator-b", new News())) {
      a.start();
      await().atMost(60, SECONDS).until(() -> broken.heard.equals(List.of("acquired", "lost")));
      assertThat(a.mayWrite()).isFalse();
      b.start();
      await().atMost(60, SECONDS).until(b::mayWrite);
      assertThat(broken.heard).containsExactly("acquired", "lost");
    }
  }

  @Test
  void aLeaderWithoutAnApiServerStopsAndComesBack(@OwnNamespace String namespace) {
    News news = new News();
    try (Leadership leadership = replica(namespace, "operator-a", news)) {
      leadership.start();
      await().atMost(60, SECONDS).until(leadership::mayWrite);
      int stopped;
      plane.freeze();
      try {
        await().atMost(60, SECONDS).until(() -> !leadership.mayWrite());
        await()
            .atMost(60, SECONDS)
            .untilAsserted(() -> assertThat(news.heard).startsWith("acquired").endsWith("lost"));
        stopped = news.heard.size();
        assertThat(leadership.problem()).isNotEmpty();
      } finally {
        plane.resume();
      }
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () -> assertThat(news.heard).hasSizeGreaterThan(stopped).endsWith("acquired"));
      await()
          .atMost(60, SECONDS)
          .until(() -> leadership.mayWrite() && leadership.problem().isEmpty());
    }
  }
}
