package dev.tocsin.source;

import static dev.tocsin.source.AgentLosses.Hop.KERNEL;
import static dev.tocsin.source.AgentLosses.Hop.LISTENER;
import static dev.tocsin.source.AgentLosses.Hop.RINGBUF;

import dev.tocsin.source.AgentLosses.Hop;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what an agent's metrics say was lost, from the first page on. The agent counts from 0
 * again when it is started again, and so does a single counter when its tracing policy is loaded
 * again; the sums here only grow. For one thread.
 */
final class LossTally {
  /** When the agent's process started; another value is another process. */
  private static final String PROCESS_START = "process_start_time_seconds";

  /** Metric to hop, under the names since Tetragon 1.2 and those before it. */
  private static final Map<String, Hop> HOPS =
      Map.ofEntries(
          Map.entry("tetragon_bpf_missed_events_total", KERNEL),
          Map.entry("tetragon_missed_events_total", KERNEL),
          Map.entry("tetragon_missed_prog_probes_total", KERNEL),
          // a probe that was taken, and whose program the kernel did not run
          Map.entry("tetragon_missed_link_probes_total", KERNEL),
          Map.entry("tetragon_observer_ringbuf_events_lost_total", RINGBUF),
          Map.entry("tetragon_ringbuf_perf_event_lost_total", RINGBUF),
          Map.entry("tetragon_observer_ringbuf_queue_events_lost_total", RINGBUF),
          Map.entry("tetragon_ringbuf_queue_lost_total", RINGBUF),
          Map.entry("tetragon_notify_overflowed_events_total", LISTENER));

  /** The metrics that {@link #take} looks at. */
  static final Set<String> METRICS;

  static {
    Set<String> metrics = new HashSet<>(HOPS.keySet());
    metrics.add(PROCESS_START);
    METRICS = Set.copyOf(metrics);
  }

  private final Map<Hop, Long> sums = new EnumMap<>(Hop.class);
  private @Nullable Map<String, PrometheusLine> latest;

  /** Whether there is any counter of losses among these. */
  static boolean counts(Collection<PrometheusLine> samples) {
    return samples.stream().anyMatch(sample -> HOPS.containsKey(sample.name()));
  }

  /**
   * Takes a page.
   *
   * @param samples by series
   * @return events lost since the page before; of the first page 0
   */
  long take(Map<String, PrometheusLine> samples) {
    Map<String, PrometheusLine> before = latest;
    latest = samples;
    if (before == null) {
      for (Hop hop : Hop.values()) {
        sums.put(hop, 0L); // a counter that has never counted may not be on the page
      }
      return 0;
    }
    Map<String, PrometheusLine> base = isRestarted(before, samples) ? Map.of() : before;
    long grown = 0;
    for (PrometheusLine sample : samples.values()) {
      Hop hop = HOPS.get(sample.name());
      if (hop != null) {
        long growth = growth(sample, base.get(sample.series()));
        grown += growth;
        sums.merge(hop, growth, Long::sum);
      }
    }
    return grown;
  }

  private static boolean isRestarted(
      Map<String, PrometheusLine> before, Map<String, PrometheusLine> now) {
    PrometheusLine started = before.get(PROCESS_START);
    PrometheusLine starts = now.get(PROCESS_START);
    return started != null && starts != null && started.value() != starts.value();
  }

  private static long growth(PrometheusLine now, @Nullable PrometheusLine before) {
    double since =
        before == null || now.value() < before.value() ? now.value() : now.value() - before.value();
    return Math.round(since);
  }

  /** By hop, all of them; empty before the first page. */
  Map<Hop, Long> sums() {
    return new HashMap<>(sums);
  }
}
