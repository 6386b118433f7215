package dev.tocsin.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.MovedClock;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that are moved step by step, on clocks of their own, with one real Lease. */
@RealCluster
class LeadershipTest {
  private final KubernetesClient client;
  private String namespace;
  private Replica a;
  private Replica b;

  LeadershipTest(KubernetesClient client) {
    this.client = client;
  }

  @BeforeEach
  void makeReplicas(@OwnNamespace String namespace) {
    this.namespace = namespace;
    a = new Replica("operator-a", Instant.parse("2026-11-24T12:00:00Z"));
    // its clock is far ahead, as nobody compares clocks
    b = new Replica("operator-b", Instant.parse("2027-01-01T00:00:00Z"));
  }

  @AfterEach
  void end() {
    a.leadership.close();
    b.leadership.close();
  }

  private final class Replica implements Leadership.Listener {
    final MovedClock clock;
    final AtomicLong nanos = new AtomicLong(5);
    private Duration betweenLooks = Duration.ZERO;
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Leadership leadership;

    Replica(String identity, Instant now) {
      clock = new MovedClock(now);
      leadership =
          new Leadership(
              client,
              Leadership.Settings.defaults(namespace, "tocsin-operator", identity),
              this,
              clock,
              () -> nanos.getAndAdd(betweenLooks.toNanos()));
    }

    @Override
    public void acquired() {
      heard.add("acquired");
    }

    @Override
    public void lost() {
      heard.add("lost");
    }

    @Override
    public void leader(String identity) {
      heard.add("leader " + identity);
    }

    void attempt() {
      leadership.attempt();
    }

    boolean mayWrite() {
      return leadership.mayWrite();
    }

    void awaitHeard(String... news) {
      await().until(() -> heard.equals(List.of(news)));
    }
  }

  private void pass(Duration time) {
    for (Replica each : List.of(a, b)) {
      each.nanos.addAndGet(time.toNanos());
      each.clock.advance(time);
    }
  }

  @Test
  void oneOfTwoLeads() {
    assertThat(a.mayWrite()).isFalse();
    a.attempt();
    b.attempt();
    assertThat(a.mayWrite()).isTrue();
    assertThat(b.mayWrite()).isFalse();
    a.awaitHeard("leader operator-a", "acquired");
    b.awaitHeard("leader operator-a");
    assertThat(b.leadership.leader()).isEqualTo("operator-a");
  }

  @Test
  void aLeaderThatRenewsIsNotReplacedHoweverLongItTakes() {
    a.attempt();
    for (int i = 0; i < 20; i++) {
      b.attempt();
      pass(Duration.ofSeconds(2));
      a.attempt();
      assertThat(a.mayWrite()).isTrue();
      assertThat(b.mayWrite()).isFalse();
    }
  }

  @Test
  void aLeaderThatStopsRenewingMayNotWriteLongBeforeAnotherBegins() {
    a.attempt();
    b.attempt();
    pass(Duration.ofMillis(9_999));
    assertThat(a.mayWrite()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(a.mayWrite()).isFalse();
    pass(Duration.ofSeconds(5));
    b.attempt();
    assertThat(b.mayWrite()).isFalse();
    pass(Duration.ofMillis(1));
    b.attempt();
    assertThat(b.mayWrite()).isTrue();

    a.attempt();
    assertThat(a.mayWrite()).isFalse();
    a.awaitHeard("leader operator-a", "acquired", "lost", "leader ", "leader operator-b");
    b.awaitHeard("leader operator-a", "leader operator-b", "acquired");
  }

  @Test
  void whoWaitsIsThereWhenTheLeaseRunsOut() {
    a.attempt();
    b.attempt();
    assertThat(b.leadership.pause()).isEqualTo(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(14));
    b.attempt();
    assertThat(b.mayWrite()).isFalse();
    pass(b.leadership.pause());
    b.attempt();
    assertThat(b.mayWrite()).isTrue();
    assertThat(b.clock.instant()).isBefore(Instant.parse("2027-01-01T00:00:15.001Z"));
    assertThat(b.leadership.pause()).isEqualTo(Duration.ofSeconds(2));
  }

  /** The leader may have renewed it while the request was on its way. */
  @Test
  void aLeaseIsSeenWhenTheAnswerIsThere() {
    a.attempt();
    b.betweenLooks = Duration.ofSeconds(3);
    b.attempt();
    b.betweenLooks = Duration.ZERO;
    b.nanos.set(Duration.ofSeconds(16).toNanos());
    b.attempt();
    assertThat(b.mayWrite()).isFalse();
  }

  @Test
  void aReplicaThatComesLateWaitsForTheWholeLease() {
    a.attempt();
    pass(Duration.ofSeconds(14));
    b.attempt();
    pass(Duration.ofSeconds(14));
    b.attempt();
    assertThat(b.mayWrite()).isFalse();
    pass(Duration.ofSeconds(2));
    b.attempt();
    assertThat(b.mayWrite()).isTrue();
  }

  @Test
  void aMachineThatWasSuspendedIsToldByTheWallClock() {
    a.attempt();
    a.clock.advance(Duration.ofSeconds(11));
    assertThat(a.mayWrite()).isFalse();
    a.attempt();
    assertThat(a.mayWrite()).isTrue();
  }

  @Test
  void aWallClockThatJumpsBackProlongsNothing() {
    a.attempt();
    a.clock.advance(Duration.ofHours(-1));
    assertThat(a.mayWrite()).isTrue();
    a.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(a.mayWrite()).isFalse();
  }

  @Test
  void aLeaderThatStopsLetsTheLeaseGo() {
    a.attempt();
    b.attempt();
    a.leadership.close();
    assertThat(a.mayWrite()).isFalse();
    assertThat(a.heard).containsExactly("leader operator-a", "acquired", "lost", "leader ");
    b.attempt();
    assertThat(b.mayWrite()).isTrue();
    assertThat(
            client
                .leases()
                .inNamespace(namespace)
                .withName("tocsin-operator")
                .get()
                .getSpec()
                .getLeaseTransitions())
        .isEqualTo(1);
  }

  @Test
  void aContainerThatIsStartedAgainInItsPodLeadsAtOnce() {
    a.attempt();
    Replica again = new Replica("operator-a", Instant.parse("2026-11-24T12:00:01Z"));
    again.attempt();
    assertThat(again.mayWrite()).isTrue();
    again.leadership.close();
  }
}
