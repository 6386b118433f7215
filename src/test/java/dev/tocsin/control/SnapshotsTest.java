package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.PolicyStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration KEEP = Duration.ofSeconds(1);

  private final Asked asked = new Asked();
  private final Snapshots snapshots = new Snapshots(asked, () -> 0, KEEP);

  @Test
  void everybodyIsAskedOnceForAllPolicies() {
    for (int i = 0; i < 100; i++) {
      ObjectKey policy = new ObjectKey("shop", "policy-" + i);
      assertThat(snapshots.at(NOW).alerts(policy))
          .isEqualTo(
              i == 7 ? new Observations.AlertCounts(1, 2, 3) : Observations.AlertCounts.NONE);
    }
    assertThat(asked.questions).containsExactlyInAnyOrder("policies", "nodes", "alerts");

    snapshots.at(NOW.plus(KEEP).plusMillis(1));
    assertThat(asked.questions).hasSize(6);
  }

  private static final class Asked implements Observations {
    final List<String> questions = new ArrayList<>();

    @Override
    public List<NodeObservation> nodes() {
      questions.add("nodes");
      return List.of();
    }

    @Override
    public List<PolicyStats> policies() {
      questions.add("policies");
      return List.of();
    }

    @Override
    public Map<String, AlertCounts> alerts() {
      questions.add("alerts");
      return Map.of("shop/policy-7", new AlertCounts(1, 2, 3));
    }
  }
}
