package dev.tocsin.engine.window;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** VALUE_COUNT and TEMPORAL: so many different values, or every step, within the time. */
final class DistinctState extends KeyState {
  private final int threshold;
  private final long within;
  private final long resolution;
  private final Map<String, TimeList> timesByValue = new HashMap<>();

  DistinctState(int threshold, long withinNanos) {
    this.threshold = threshold;
    this.within = withinNanos;
    this.resolution = withinNanos / WindowStore.RESOLUTION;
  }

  @Override
  @Nullable Span add(long time, List<String> values) {
    for (String value : values) {
      TimeList times = timesByValue.computeIfAbsent(value, v -> new TimeList());
      long givenUp = times.insertThinned(time, resolution);
      if (givenUp != TimeList.NONE) {
        giveUp(givenUp);
      }
    }
    if (timesByValue.size() < threshold) {
      return null;
    }
    // Windows that hold this match begin at a match of the time before it. When nothing is newer,
    // the one that begins first holds all that any other holds.
    if (time == newest()) {
      return fullEnough(window(earliest(time - within)));
    }
    for (long start : starts(time - within, time)) {
      Span span = fullEnough(window(start));
      if (span != null) {
        return span;
      }
    }
    return null;
  }

  private @Nullable Span fullEnough(Span span) {
    return span.count() >= threshold ? span : null;
  }

  private long earliest(long from) {
    long earliest = Long.MAX_VALUE;
    for (TimeList times : timesByValue.values()) {
      int index = times.ceiling(from);
      if (index < times.size()) {
        earliest = Math.min(earliest, times.get(index));
      }
    }
    return earliest;
  }

  private long[] starts(long from, long to) {
    return timesByValue.values().stream()
        .flatMapToLong(
            times -> IntStream.range(times.ceiling(from), times.higher(to)).mapToLong(times::get))
        .sorted()
        .distinct()
        .toArray();
  }

  /** What the window that begins here holds. */
  private Span window(long start) {
    long end = start + within;
    long last = start;
    int distinct = 0;
    for (TimeList times : timesByValue.values()) {
      if (times.hasWithin(start, end)) {
        distinct++;
        last = Math.max(last, times.get(times.higher(end) - 1));
      }
    }
    return new Span(start, last, distinct);
  }

  @Override
  boolean holds(long time, List<String> values) {
    for (String value : values) {
      TimeList times = timesByValue.get(value);
      if (times != null && times.contains(time)) {
        return true;
      }
    }
    return false;
  }

  @Override
  void forget(long time, List<String> values) {
    for (String value : values) {
      TimeList times = timesByValue.get(value);
      if (times != null) {
        times.remove(time);
        if (times.isEmpty()) {
          timesByValue.remove(value);
        }
      }
    }
  }

  @Override
  void dropBefore(long time) {
    timesByValue
        .values()
        .removeIf(
            times -> {
              times.removeBefore(time);
              return times.isEmpty();
            });
  }

  @Override
  void dropWithin(long from, long to) {
    timesByValue
        .values()
        .removeIf(
            times -> {
              times.removeWithin(from, to);
              return times.isEmpty();
            });
  }

  @Override
  long ownBytes() {
    long bytes = 64;
    for (Map.Entry<String, TimeList> entry : timesByValue.entrySet()) {
      bytes += 88 + entry.getKey().length() + entry.getValue().bytes();
    }
    return bytes;
  }
}
