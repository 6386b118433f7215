package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.PolicyId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When it is worth a look every second whether nodes have loaded a policy. */
class LoadingProgressTest {
  private static final ObjectKey KEY = new ObjectKey("tocsin-system", "shell");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final LoadingProgress progress = new LoadingProgress();

  private boolean isNear(long generation, int loaded, int second) {
    PolicyId id = new PolicyId("tocsin-system", "shell", "uid", generation);
    return progress.isNear(KEY, id, loaded, 3, START.plusSeconds(second));
  }

  @Test
  void aNodeThatNeverLoadsItIsNotWaitedForForever() {
    assertThat(isNear(1, 2, 0)).isTrue();
    assertThat(isNear(1, 2, 29)).isTrue();
    assertThat(isNear(1, 2, 30)).isFalse();
    assertThat(isNear(1, 2, 3_000)).isFalse();
  }

  @Test
  void anotherNodeThatLoadsItIsProgress() {
    assertThat(isNear(1, 1, 0)).isTrue();
    assertThat(isNear(1, 1, 30)).isFalse();
    assertThat(isNear(1, 2, 40)).isTrue();
    assertThat(isNear(1, 2, 70)).isFalse();
  }

  @Test
  void aChangedPolicyIsToBeLoadedAgain() {
    assertThat(isNear(1, 2, 0)).isTrue();
    assertThat(isNear(1, 2, 30)).isFalse();
    assertThat(isNear(2, 2, 31)).isTrue();
  }

  @Test
  void whatAllNodesRunIsDone() {
    assertThat(isNear(1, 3, 0)).isFalse();
    assertThat(isNear(1, 2, 60)).isTrue();
  }
}
