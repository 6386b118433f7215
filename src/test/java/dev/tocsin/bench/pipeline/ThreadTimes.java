package dev.tocsin.bench.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CPU time of the threads of a process, and how often they woke up, those of one kind together:
 * where the time goes when no profiler runs.
 *
 * @param byName the name as Linux has it (15 characters), without numbers
 */
record ThreadTimes(Map<String, Time> byName) {
  /**
   * @param nanos on a processor
   * @param waits how many times it waited for something, and woke up again
   */
  record Time(long nanos, long waits) {
    Time plus(Time other) {
      return new Time(nanos + other.nanos, waits + other.waits);
    }

    Time minus(Time other) {
      return new Time(nanos - other.nanos, waits - other.waits);
    }
  }

  static ThreadTimes of(long pid) {
    Map<String, Time> times = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        add(thread, times);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ThreadTimes(times);
  }

  private static void add(Path thread, Map<String, Time> times) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm")).strip();
      times.merge(name.replaceAll("[-#0-9]+", "-"), time(thread), Time::plus);
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      } // it has ended since
    }
  }

  private static Time time(Path thread) throws IOException {
    long nanos =
        Long.parseLong(Files.readString(thread.resolve("schedstat")).strip().split(" ")[0]);
    long waits =
        Files.readAllLines(thread.resolve("status")).stream()
            .filter(line -> line.startsWith("voluntary_ctxt_switches"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    return new Time(nanos, waits);
  }

  ThreadTimes since(ThreadTimes before) {
    Map<String, Time> times = new TreeMap<>();
    byName.forEach(
        (name, time) ->
            times.put(name, time.minus(before.byName.getOrDefault(name, new Time(0, 0)))));
    return new ThreadTimes(times);
  }

  ThreadTimes plus(ThreadTimes other) {
    Map<String, Time> times = new TreeMap<>(byName);
    other.byName.forEach((name, time) -> times.merge(name, time, Time::plus));
    return new ThreadTimes(times);
  }

  /** The first ones by CPU time, in milliseconds a second. */
  String text(double seconds) {
    return byName.entrySet().stream()
        .sorted(Comparator.comparing(each -> -each.getValue().nanos()))
        .limit(8)
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s %.1f (%.0f)",
                    each.getKey(),
                    each.getValue().nanos() / seconds / 1e6,
                    each.getValue().waits() / seconds))
        .collect(Collectors.joining(", "));
  }
}
