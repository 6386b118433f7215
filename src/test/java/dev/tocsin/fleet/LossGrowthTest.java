package dev.tocsin.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.transport.protocol.SensorReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossGrowthTest {
  private final LossGrowth growth = new LossGrowth();

  private long report(String run, Map<String, Long> lost) {
    return growth.of(
        new SensorReport("a", Instant.EPOCH, run, List.of(), Reports.TETRAGON, lost, Map.of()));
  }

  @Test
  void isByHopAndNeverGoesBack() {
    assertThat(report("run", Map.of("kernel", 100L, "queue", 5L))).isZero();
    assertThat(report("run", Map.of("kernel", 103L, "queue", 5L, "ringbuf", 2L))).isEqualTo(5);
    assertThat(report("next", Map.of("kernel", 1L))).isEqualTo(1);
    assertThat(report("next", Map.of("kernel", 0L))).isZero();
    assertThat(growth.byHop()).isEqualTo(Map.of("kernel", 4L, "queue", 0L, "ringbuf", 2L));
  }

  @Test
  void namesThatNobodyKnowsAreOne() {
    report("run", Map.of());
    assertThat(report("run", Map.of("x", 1L, "y", 2L))).isEqualTo(3);
    assertThat(growth.byHop()).isEqualTo(Map.of("other", 3L));
  }
}
