package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the status of a policy says about its alerts. */
class PolicyAlertsTest {
  private static final String POLICY = "tocsin-system/shell-in-pod";

  private final Pipeline pipeline = new Pipeline();

  @Test
  void aDeletedAlertWasOpenedAllTheSame() {
    pipeline.fire("web-1", 3);
    pipeline.fire("web-2");
    pipeline.settle();
    pipeline.store.remove(pipeline.store.all().getFirst().ref().name());

    assertThat(counts(pipeline)).isEqualTo(new PolicyAlerts(1, 2, 0));

    pipeline.fire("web-1");
    assertThat(counts(pipeline)).isEqualTo(new PolicyAlerts(2, 3, 0));
  }

  @Test
  void eachEpisodeIsOne() {
    pipeline.fire("web-1");
    pipeline.settle();
    pipeline.store.triage(pipeline.store.only().ref().name(), TriageState.CLOSED);
    pipeline.fire("web-1");

    assertThat(counts(pipeline)).isEqualTo(new PolicyAlerts(1, 2, 0));
  }

  @Test
  void whatWasStoredBeforeARestartIsOpenButWasNotOpenedSince() {
    pipeline.fire("web-1");
    pipeline.settle();
    Pipeline restarted = pipeline.restarted();
    restarted.fire("web-1");
    restarted.run(Duration.ofMinutes(1));
    assertThat(counts(restarted)).isEqualTo(new PolicyAlerts(1, 0, 0));

    restarted.fire("web-2");
    assertThat(counts(restarted)).isEqualTo(new PolicyAlerts(2, 1, 0));
  }

  private static @Nullable PolicyAlerts counts(Pipeline pipeline) {
    return pipeline.aggregator.countsByPolicy().get(POLICY);
  }
}
