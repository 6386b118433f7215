package dev.tocsin.source;

import static dev.tocsin.source.AgentLosses.Hop.KERNEL;
import static dev.tocsin.source.AgentLosses.Hop.LISTENER;
import static dev.tocsin.source.AgentLosses.Hop.RINGBUF;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LossTallyTest {
  private final LossTally tally = new LossTally();

  private long take(String... lines) {
    return tally.take(
        Stream.of(lines)
            .flatMap(line -> PrometheusLine.parse(line).stream())
            .collect(Collectors.toMap(PrometheusLine::series, sample -> sample)));
  }

  @Test
  void whatWasLostBeforeTheFirstPageDoesNotCount() {
    assertThat(take("tetragon_notify_overflowed_events_total 1000")).isZero();
    assertThat(tally.sums()).isEqualTo(Map.of(KERNEL, 0L, RINGBUF, 0L, LISTENER, 0L));
  }

  @Test
  void growthIsAddedUpByHop() {
    take(
        "tetragon_bpf_missed_events_total{error=\"E2BIG\",msg_op=\"5\"} 10",
        "tetragon_bpf_missed_events_total{error=\"ENOSPC\",msg_op=\"13\"} 1",
        "tetragon_observer_ringbuf_events_lost_total 5",
        "tetragon_observer_ringbuf_queue_events_lost_total 0",
        "tetragon_notify_overflowed_events_total 100");
    long grown =
        take(
            "tetragon_bpf_missed_events_total{error=\"E2BIG\",msg_op=\"5\"} 12",
            "tetragon_bpf_missed_events_total{error=\"ENOSPC\",msg_op=\"13\"} 1",
            "tetragon_missed_prog_probes_total{attach=\"security_file_open\",policy=\"p\"} 3",
            "tetragon_missed_link_probes_total{attach=\"fd_install\",policy=\"p\"} 1",
            "tetragon_observer_ringbuf_events_lost_total 9",
            "tetragon_observer_ringbuf_queue_events_lost_total 50",
            "tetragon_notify_overflowed_events_total 1.5e+02");
    assertThat(grown).isEqualTo(2 + 3 + 1 + 4 + 50 + 50);
    assertThat(tally.sums()).isEqualTo(Map.of(KERNEL, 6L, RINGBUF, 54L, LISTENER, 50L));
  }

  @Test
  void theNamesBeforeTetragon12CountToo() {
    take("tetragon_missed_events_total{msg_op=\"5\"} 1", "tetragon_ringbuf_queue_lost_total 1");
    take(
        "tetragon_missed_events_total{msg_op=\"5\"} 2",
        "tetragon_ringbuf_perf_event_lost_total 7",
        "tetragon_ringbuf_queue_lost_total 4");
    assertThat(tally.sums()).isEqualTo(Map.of(KERNEL, 1L, RINGBUF, 10L, LISTENER, 0L));
  }

  @Test
  void aCounterThatBeganAnewIsNoNegativeLoss() {
    take("tetragon_observer_ringbuf_events_lost_total 900");
    assertThat(take("tetragon_observer_ringbuf_events_lost_total 3")).isEqualTo(3);
    assertThat(take("tetragon_observer_ringbuf_events_lost_total 3")).isZero();
    assertThat(tally.sums()).containsEntry(RINGBUF, 3L);
  }

  /** A policy that is loaded again must not bring back what others have lost all along. */
  @Test
  void oneSeriesThatBeginsAnewLeavesTheOthersAlone() {
    take(
        "tetragon_missed_prog_probes_total{policy=\"a\"} 500",
        "tetragon_missed_prog_probes_total{policy=\"b\"} 500");
    assertThat(
            take(
                "tetragon_missed_prog_probes_total{policy=\"a\"} 501",
                "tetragon_missed_prog_probes_total{policy=\"b\"} 2"))
        .isEqualTo(1 + 2);
  }

  @Test
  void anAgentThatWasStartedAgainHasLostAllThatItCounts() {
    take("process_start_time_seconds 1.7e+09", "tetragon_notify_overflowed_events_total 10");
    assertThat(
            take(
                "process_start_time_seconds 1.700000100e+09",
                "tetragon_notify_overflowed_events_total 40"))
        .isEqualTo(40);
  }
}
