package dev.tocsin.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * The metrics of one process. Nothing is counted here: values are read from where they are kept
 * when somebody looks, so the hot path knows nothing of metrics, and what is gone (a deleted
 * policy, an agent that left) is gone from the page too.
 *
 * <p>Thread safe.
 */
public final class Meters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Metric, Family> families = new EnumMap<>(Metric.class);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** With the metrics of the JVM. */
  public Meters() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    ResidentMemory.ofThisProcess().ifPresent(this::resident);
  }

  private void resident(ResidentMemory memory) {
    Gauge.builder("process.resident.memory", memory, ResidentMemory::bytes)
        .description(
            "Memory that the process has in RAM, which is what the limit of its pod counts.")
        .baseUnit("bytes")
        .register(registry);
  }

  /** Takes the values of a metric; called for each reading. */
  public interface Rows {
    /**
     * @param labels one for each of {@link Metric#labels}; rows with equal labels are added up
     */
    void add(double value, String... labels);
  }

  /** Binds a metric without labels. */
  public void bind(Metric metric, DoubleSupplier value) {
    bindAll(metric, rows -> rows.add(value.getAsDouble()));
  }

  /**
   * Binds a metric whose rows come and go. May be called again for the same metric: each binding
   * gives its own rows.
   *
   * @param reader called from any thread; must not block
   */
  public void bindAll(Metric metric, Consumer<Rows> reader) {
    synchronized (families) {
      families
          .computeIfAbsent(
              metric,
              each -> {
                Family family = new Family(each);
                registry.getPrometheusRegistry().register(family);
                return family;
              })
          .add(reader);
    }
  }

  /** For libraries that count with Micrometer. */
  MeterRegistry registry() {
    return registry;
  }

  /** The page in Prometheus' text format 0.0.4. */
  String page() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
