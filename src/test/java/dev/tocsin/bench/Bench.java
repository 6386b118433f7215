package dev.tocsin.bench;

import dev.tocsin.library.ShippedInput;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code make bench}: runs the benchmarks, side by side, and prints a table. Takes the options of
 * JMH, so that one benchmark can be run alone or longer.
 */
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .addProfiler(GCProfiler.class)
                    .jvmArgsAppend("-Xmx2g", "-XX:+UseCompactObjectHeaders")
                    .build())
            .run();
    System.out.println(table(results));
  }

  private static String table(Collection<RunResult> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%n%-58s %14s %26s %10s %14s%n",
            "step", "events/s", "lowest to highest", "ns/event", "bytes/event"));
    List<RunResult> fastestFirst =
        results.stream()
            .sorted(Comparator.comparingDouble(run -> -run.getPrimaryResult().getScore()))
            .toList();
    for (RunResult run : fastestFirst) {
      Result<?> rate = run.getPrimaryResult();
      table.append(
          String.format(
              Locale.ROOT,
              "%-58s %,14.0f %,12.0f to %,10.0f %10.0f %,14.1f%n",
              name(run),
              rate.getScore(),
              rate.getStatistics().getMin(),
              rate.getStatistics().getMax(),
              1e9 / rate.getScore(),
              bytesPerEvent(run)));
    }
    return table.append(load()).append(explanation()).toString();
  }

  /** The step, and what it was told to vary. */
  private static String name(RunResult run) {
    StringBuilder name = new StringBuilder(run.getPrimaryResult().getLabel());
    BenchmarkParams params = run.getParams();
    params
        .getParamsKeys()
        .forEach(key -> name.append(' ').append(key).append('=').append(params.getParam(key)));
    return name.toString();
  }

  /** Whether other programs took part. */
  private static String load() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%nLoad average %.1f on %d processors: the one that measures is 1 of it.%n",
        system.getSystemLoadAverage(),
        system.getAvailableProcessors());
  }

  private static double bytesPerEvent(RunResult run) {
    return Objects.requireNonNull(run.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
  }

  private static String explanation() {
    return """

    How to read it: one thread, %,d recorded events of %,d bytes on average (flags=all), or of %,d as an agent
    with default flags sends them (flags=default), each line the mean of all
    iterations in two JVMs, with the slowest and the fastest. Compare lines of one run only. Two runs differ
    when their ranges do not overlap; close other programs first.
    wireScan is the floor: it finds three fields in the bytes and decodes nothing. protobufDecode is what
    reading whole events would cost before anything is looked at. eventView reads what most policies ask for,
    attribution finds the pod, evaluation is attribution and the %d policies of %s.
    evaluate is the engine alone, before 10, 100 and 1,000 policies made of the library; the same without its index;
    and the baseline: cel-java's planner asked about each policy of the event's kind, with nothing after a match.
    Twenty simple conditions are asked by everybody who could: handWritten in plain Java, eventRuler (with JSON that
    is ready, or made of the event), cel-java's planner, and engine, which writes findings besides.
    How many policies an event is offered to stands above each run. silent is one event that fires nothing,
    before 1,000 policies. executions is the start of a program before policies as tocsin import writes them, and
    before the same rules converted plainly.
    """
        .formatted(
            EventBenchmark.EVENTS,
            EventStream.recorded(EventBenchmark.EVENTS).meanBytes(),
            EventStream.ofDefaultFlags(EventBenchmark.EVENTS).meanBytes(),
            ShippedInput.policies(EventBenchmark.SAMPLES).size(),
            EventBenchmark.SAMPLES);
  }
}
