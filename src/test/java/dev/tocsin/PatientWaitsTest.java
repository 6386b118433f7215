package dev.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nothing else would show that whoever runs the tests has not found {@link PatientWaits}. */
class PatientWaitsTest {
  @Test
  void aWaitThatDoesNotSayHowLongMayTakeAMinute() {
    AtomicLong limit = new AtomicLong();
    await()
        .conditionEvaluationListener(
            evaluated ->
                limit.set(evaluated.getElapsedTimeInMS() + evaluated.getRemainingTimeInMS()))
        .until(() -> true);
    assertThat(limit).hasValue(60_000);
  }
}
