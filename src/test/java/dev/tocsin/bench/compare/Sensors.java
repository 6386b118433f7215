package dev.tocsin.bench.compare;

import dev.tocsin.bench.pipeline.LoadedSensor;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The CPU time of an event in {@code tocsin run}, at rates that nodes have. */
final class Sensors implements Figures {
  private static final List<Long> RATES = List.of(500L, 2_000L, 10_000L);
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final Duration WARM = Duration.ofSeconds(15);

  private final Map<Revision, LoadedSensor> sensors = new HashMap<>();

  @Override
  public Map<String, Double> of(Revision revision) throws IOException {
    LoadedSensor sensor = sensors.get(revision);
    if (sensor == null) {
      sensor =
          new LoadedSensor(
              List.of(revision.folder().resolve("target/tocsin").toString()),
              LoadedSensor.Load.ATTACKED_RUN);
      sensors.put(revision, sensor);
      sensor.cpuSeconds(RATES.getLast(), WARM);
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (long rate : RATES) {
      figures.put("run at " + rate + " events/s", sensor.cpuSeconds(rate, TIME));
    }
    return figures;
  }

  @Override
  public void close() {
    sensors.values().forEach(LoadedSensor::close);
  }
}
