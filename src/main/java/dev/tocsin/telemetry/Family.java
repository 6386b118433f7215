package dev.tocsin.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One metric with its rows, read at each scrape.
 *
 * <p>Micrometer's own function counters want each row to be registered and removed by hand, and its
 * MultiGauge, which does not, has no counters.
 */
final class Family implements Collector {
  private final Metric metric;
  private final List<Consumer<Meters.Rows>> readers = new CopyOnWriteArrayList<>();

  Family(Metric metric) {
    this.metric = metric;
  }

  void add(Consumer<Meters.Rows> reader) {
    readers.add(reader);
  }

  @Override
  public String getPrometheusName() {
    return metric.baseName();
  }

  @Override
  public MetricSnapshot collect() {
    Map<Labels, Double> rows = new TreeMap<>();
    for (Consumer<Meters.Rows> reader : readers) {
      reader.accept((value, labels) -> rows.merge(labels(labels), value, Double::sum));
    }
    return switch (metric.kind()) {
      case COUNTER -> {
        CounterSnapshot.Builder counter =
            CounterSnapshot.builder().name(metric.baseName()).help(metric.help());
        rows.forEach(
            (labels, value) ->
                counter.dataPoint(
                    CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
        yield counter.build();
      }
      case GAUGE -> {
        GaugeSnapshot.Builder gauge =
            GaugeSnapshot.builder().name(metric.baseName()).help(metric.help());
        rows.forEach(
            (labels, value) ->
                gauge.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        yield gauge.build();
      }
    };
  }

  private Labels labels(String[] values) {
    return Labels.of(metric.labels(), List.of(values));
  }
}
