package dev.tocsin.bench.pipeline;

import dev.tocsin.endtoend.CopiedWorkloads;
import dev.tocsin.image.BuiltImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code make bench-pipeline}: the same events at the same rates, over a unix socket, to a sensor
 * or {@code tocsin run} and, in turns with it, to receivers that do nothing with them.
 */
final class PipelineBench {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final Duration WARM = Duration.ofSeconds(30);
  private static final long WARM_RATE = 5_000;

  /** What a node does most of the time: the warm-up is a burst, of which memory stays. */
  private static final long CALM_RATE = 200;

  /** Longer than it takes until memory that a burst has left is given back. */
  private static final Duration CALM_AGAIN = Duration.ofSeconds(75);

  private PipelineBench() {}

  /**
   * @param arguments the launcher, or {@code image}, what evaluates ({@link LoadedSensor.Load}),
   *     the number of pods of the node, of rounds, then rates in events a second; 0: as fast as it
   *     goes
   */
  public static void main(String[] arguments) throws Exception {
    LoadedSensor.Load load = LoadedSensor.Load.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    CopiedWorkloads pods = CopiedWorkloads.ofAtLeast(Integer.parseInt(arguments[2]));
    int rounds = Integer.parseInt(arguments[3]);
    List<Long> rates = Arrays.stream(arguments).skip(4).map(Long::valueOf).toList();
    try (LoadedSensor sensor = new LoadedSensor(launcher(arguments[0]), load, pods);
        Lane bytes = Lane.bare("bytes", sensor.events());
        Lane decoded = Lane.bare("decoded", sensor.events())) {
      System.out.printf(
          Locale.ROOT,
          "%nfrom the start of the process to the first evaluated event: %.1f s, %.1f s of CPU%n",
          sensor.firstEvent().toMillis() / 1e3,
          sensor.firstEventCpu().toMillis() / 1e3);
      sensor
          .operatorReady()
          .ifPresent(
              ready ->
                  System.out.printf(
                      Locale.ROOT,
                      "from the start of the operator until it takes reports: %.1f s%n",
                      ready.toMillis() / 1e3));
      List<Lane> lanes = List.of(bytes, decoded, sensor.lane());
      printMemory("before any burst", sensor.lane().measure(CALM_RATE, TIME));
      lanes.forEach(lane -> lane.begin(WARM_RATE, WARM));
      lanes.forEach(Lane::end);
      System.out.printf(
          Locale.ROOT,
          "%n%9s %-15s %12s %10s %26s %8s %5s %9s%n",
          "offered/s",
          "receiver",
          "received/s",
          "lost",
          "CPU s a million events",
          "of bytes",
          "MiB",
          "anonymous");
      for (long rate : rates) {
        sensor.beginLatencies();
        List<List<Lane.Sample>> samples = measure(rate, rounds, lanes);
        print(rate, lanes, samples);
        print(samples.getLast());
        printLatencies(sensor.takeLatencies(), rounds * TIME.toSeconds());
      }
      printMemory(
          "calm again for " + CALM_AGAIN.toSeconds() + " s",
          sensor.lane().measure(CALM_RATE, CALM_AGAIN));
    }
    System.exit(0);
  }

  /** The command up to and without the name of its subcommand. */
  private static List<String> launcher(String given) throws IOException {
    if (!given.equals("image")) {
      return List.of(given);
    }
    Path shared = Path.of(System.getProperty("java.io.tmpdir"));
    return BuiltImage.orSkip()
        .unpacked()
        .command("0:0", Map.of(shared, shared.toString()), List.of());
  }

  private static void printMemory(String when, Lane.Sample calm) {
    System.out.printf(
        Locale.ROOT,
        "%s, at %d events a second: %d MiB, of them %d anonymous%n",
        when,
        CALM_RATE,
        calm.residentMiB(),
        calm.anonymousMiB());
  }

  /** The samples of each lane. */
  private static List<List<Lane.Sample>> measure(long rate, int rounds, List<Lane> lanes) {
    List<List<Lane.Sample>> samples =
        Stream.generate(() -> (List<Lane.Sample>) new ArrayList<Lane.Sample>())
            .limit(lanes.size())
            .toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < lanes.size(); i++) {
        samples.get(i).add(lanes.get(i).measure(rate, TIME));
      }
    }
    return samples;
  }

  private static void print(long rate, List<Lane> lanes, List<List<Lane.Sample>> samples) {
    double[] floor = sorted(samples.getFirst());
    for (int i = 0; i < lanes.size(); i++) {
      List<Lane.Sample> all = samples.get(i);
      double[] cpu = sorted(all);
      System.out.printf(
          Locale.ROOT,
          "%9s %-15s %,12.0f %,10d %8.2f (%6.2f to %6.2f) %8.2f %5d %9d%n",
          rate == 0 ? "all" : Long.toString(rate),
          lanes.get(i).name(),
          all.stream().mapToDouble(Lane.Sample::received).average().orElseThrow(),
          all.stream().mapToLong(Lane.Sample::lost).sum(),
          cpu[cpu.length / 2] / 1000,
          cpu[0] / 1000,
          cpu[cpu.length - 1] / 1000,
          cpu[cpu.length / 2] / floor[floor.length / 2],
          all.getLast().residentMiB(),
          all.getLast().anonymousMiB());
    }
  }

  private static double[] sorted(List<Lane.Sample> samples) {
    return samples.stream().mapToDouble(Lane.Sample::cpuNanos).sorted().toArray();
  }

  /** Which threads the time is of, and how often they woke up. */
  private static void print(List<Lane.Sample> samples) {
    ThreadTimes threads =
        samples.stream().map(Lane.Sample::threads).reduce(ThreadTimes::plus).orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%9s ms of CPU a second (wake-ups a second): %s%n",
        "",
        threads.text(samples.stream().mapToDouble(Lane.Sample::seconds).sum()));
  }

  /**
   * @param marked how many there should be: one a second
   */
  private static void printLatencies(List<Double> latencies, long marked) {
    System.out.printf(
        Locale.ROOT,
        "%9s from an event's time until a watch sees its alert: p50 %.0f ms, p99 %.0f ms, of %d of some %d%n",
        "",
        quantile(latencies, 0.5),
        quantile(latencies, 0.99),
        latencies.size(),
        marked);
  }

  private static double quantile(List<Double> sorted, double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * (sorted.size() - 1) + 0.5));
  }
}
