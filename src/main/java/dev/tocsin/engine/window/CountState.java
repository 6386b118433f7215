package dev.tocsin.engine.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** EVENT_COUNT: so many matches within the time. */
final class CountState extends KeyState {
  private final int threshold;
  private final long within;
  private final TimeList times = new TimeList();

  CountState(int threshold, long withinNanos) {
    this.threshold = threshold;
    this.within = withinNanos;
  }

  @Override
  @Nullable Span add(long time, List<String> values) {
    int index = times.insert(time);
    // Every window of so many matches that this one is part of, the earliest first.
    int first = Math.max(0, index - threshold + 1);
    int last = Math.min(index, times.size() - threshold);
    for (int i = first; i <= last; i++) {
      long end = times.get(i + threshold - 1);
      if (end - times.get(i) <= within) {
        return new Span(times.get(i), end, threshold);
      }
    }
    return null;
  }

  @Override
  boolean holds(long time, List<String> values) {
    return times.contains(time);
  }

  @Override
  void forget(long time, List<String> values) {
    times.remove(time);
  }

  @Override
  void dropBefore(long time) {
    times.removeBefore(time);
  }

  @Override
  void dropWithin(long from, long to) {
    times.removeWithin(from, to);
  }

  @Override
  long ownBytes() {
    return times.bytes();
  }
}
