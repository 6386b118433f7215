package dev.tocsin.engine.window;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SUM: numbers that add up to enough within the time. Exact for up to {@value #EXACT} matches of a
 * group; with more, those that are next to each other within 1/1024 of the time that is kept are
 * added up as one, so that a storm of small numbers takes bounded room.
 */
final class SumState extends KeyState {
  static final int EXACT = 10_000;

  /** More than any threshold, and so little that no sum of those that are kept overflows. */
  private static final long LARGEST = 1L << 43;

  private final long threshold;
  private final long within;
  private final long resolution;
  private long[] times = new long[4];
  private long[] amounts = new long[4];
  private int size;
  private long total;

  SumState(long threshold, Duration within) {
    this.threshold = threshold;
    this.within = within.toNanos();
    this.resolution = within.plus(WindowStore.LATENESS).toNanos() / WindowStore.RESOLUTION;
  }

  @Override
  @Nullable Span add(long time, List<String> values) {
    long amount = Math.min(Long.parseLong(values.getFirst()), LARGEST);
    if (amount <= 0) {
      giveUp(time); // adds nothing
      return null;
    }
    insert(time, amount);
    Span span = total < threshold ? null : completed(time);
    if (span == null && size > EXACT) {
      compact();
    }
    return span;
  }

  /** The window that holds this time and enough, and begins first. */
  private @Nullable Span completed(long time) {
    int from = ceiling(time - within);
    int to = from; // the first that the window does not hold
    long sum = 0;
    for (; from < size && times[from] <= time; from++) {
      while (to < size && times[to] - times[from] <= within) {
        sum += amounts[to++];
      }
      if (sum >= threshold) {
        return new Span(times[from], times[to - 1], sum);
      }
      sum -= amounts[from];
    }
    return null;
  }

  private void insert(long time, long amount) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      amounts = Arrays.copyOf(amounts, size * 2);
    }
    int index = size;
    while (index > 0 && times[index - 1] > time) { // nearly always the last
      index--;
    }
    System.arraycopy(times, index, times, index + 1, size - index);
    System.arraycopy(amounts, index, amounts, index + 1, size - index);
    times[index] = time;
    amounts[index] = amount;
    size++;
    total += amount;
  }

  /** Adds up what is closer together than the resolution. */
  private void compact() {
    int last = 0;
    for (int i = 1; i < size; i++) {
      if (times[i] - times[last] < resolution) {
        amounts[last] += amounts[i];
        giveUp(times[i]);
      } else {
        last++;
        times[last] = times[i];
        amounts[last] = amounts[i];
      }
    }
    size = last + 1;
  }

  private int ceiling(long time) {
    int index = Arrays.binarySearch(times, 0, size, time);
    if (index < 0) {
      return -index - 1;
    }
    while (index > 0 && times[index - 1] == time) {
      index--;
    }
    return index;
  }

  @Override
  boolean holds(long time, List<String> values) {
    int index = ceiling(time);
    return index < size && times[index] == time;
  }

  @Override
  void forget(long time, List<String> values) {
    int index = ceiling(time);
    if (index == size || times[index] != time) {
      return; // it was added to another
    }
    long amount = Long.parseLong(values.getFirst());
    for (int i = index; i < size && times[i] == time; i++) {
      if (amounts[i] == amount) {
        index = i;
      }
    }
    remove(index, index + 1);
  }

  @Override
  void dropBefore(long time) {
    remove(0, ceiling(time));
  }

  @Override
  void dropWithin(long from, long to) {
    remove(ceiling(from), to == Long.MAX_VALUE ? size : ceiling(to + 1));
  }

  private void remove(int from, int to) {
    if (from >= to) {
      return;
    }
    for (int i = from; i < to; i++) {
      total -= amounts[i];
    }
    System.arraycopy(times, to, times, from, size - to);
    System.arraycopy(amounts, to, amounts, from, size - to);
    size -= to - from;
  }

  @Override
  long ownBytes() {
    return 80 + 16L * times.length;
  }
}
