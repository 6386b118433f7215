package dev.tocsin.engine.window;

import java.util.Arrays;

/** Event times in ascending order, in nanoseconds. Equal times are kept apart. */
final class TimeList {
  /** No time. */
  static final long NONE = Long.MIN_VALUE;

  private long[] times = new long[4];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long get(int index) {
    return times[index];
  }

  /** Heap bytes, roughly. */
  int bytes() {
    return 40 + 8 * times.length;
  }

  /** Inserts behind equal ones. Returns the index. */
  int insert(long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
    }
    int index = size;
    while (index > 0 && times[index - 1] > time) { // nearly always the last
      index--;
    }
    System.arraycopy(times, index, times, index + 1, size - index);
    times[index] = time;
    size++;
    return index;
  }

  void removeAt(int index) {
    System.arraycopy(times, index + 1, times, index, size - index - 1);
    size--;
  }

  /** The index of the first time that is not before this one; {@link #size} when there is none. */
  int ceiling(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The index of the first time after this one; {@link #size} when there is none. */
  int higher(long time) {
    return time == Long.MAX_VALUE ? size : ceiling(time + 1);
  }

  boolean contains(long time) {
    return hasWithin(time, time);
  }

  /** Removes one of the times that are equal to this one; nothing when there is none. */
  void remove(long time) {
    if (contains(time)) {
      removeAt(ceiling(time));
    }
  }

  boolean hasWithin(long from, long to) {
    int index = ceiling(from);
    return index < size && times[index] <= to;
  }

  /** Removes the times from {@code from} to {@code to}, both included. */
  void removeWithin(long from, long to) {
    int first = ceiling(from);
    int last = higher(to);
    if (first < last) {
      System.arraycopy(times, last, times, first, size - last);
      size -= last - first;
    }
  }

  void removeBefore(long time) {
    int first = ceiling(time);
    if (first > 0) {
      System.arraycopy(times, first, times, 0, size - first);
      size -= first;
    }
  }

  /**
   * Inserts a time, and gives up one that stands between two others less than {@code resolution}
   * apart: whatever window it is in, one of its neighbours is in too, or misses it by less than
   * that. So a storm of the same thing takes bounded room.
   *
   * @return the time that was given up, {@link #NONE} when none was
   */
  long insertThinned(long time, long resolution) {
    int index = insert(time);
    for (int middle = Math.min(index + 1, size - 2); middle >= Math.max(index - 1, 1); middle--) {
      if (times[middle + 1] - times[middle - 1] < resolution) {
        long givenUp = times[middle];
        removeAt(middle);
        return givenUp;
      }
    }
    return NONE;
  }
}
