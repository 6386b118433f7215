package dev.tocsin.engine.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TEMPORAL_ORDERED: every step within the time, each not before the one before it. Agents whose
 * times are coarse give the same time to events that came one after the other, so steps at the same
 * time are in order. Only where an event at that time is several steps itself they are not: one
 * event never makes two steps.
 */
final class SequenceState extends KeyState {
  private final List<String> steps;
  private final long within;
  private final long resolution;
  private final TimeList[] times;

  /** The times of events that were several steps. */
  private final TimeList several = new TimeList();

  SequenceState(List<String> steps, long withinNanos) {
    this.steps = steps;
    this.within = withinNanos;
    this.resolution = withinNanos / WindowStore.RESOLUTION;
    this.times = new TimeList[steps.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = new TimeList();
    }
  }

  @Override
  @Nullable Span add(long time, List<String> values) {
    if (values.size() > 1) {
      several.insertThinned(time, resolution);
    }
    for (String value : values) {
      long givenUp = times[steps.indexOf(value)].insertThinned(time, resolution);
      if (givenUp != TimeList.NONE) {
        giveUp(givenUp);
      }
    }
    for (String value : values) {
      Span span = through(steps.indexOf(value), time);
      if (span != null) {
        return span;
      }
    }
    return null;
  }

  /**
   * The tightest sequence in which this step happened at this time: the latest possible steps
   * before it, the earliest possible ones after it.
   */
  private @Nullable Span through(int step, long time) {
    long first = time;
    for (int i = step - 1; i >= 0; i--) {
      int index = (several.contains(first) ? times[i].ceiling(first) : times[i].higher(first)) - 1;
      if (index < 0) {
        return null;
      }
      first = times[i].get(index);
    }
    long last = time;
    for (int i = step + 1; i < times.length; i++) {
      int index = several.contains(last) ? times[i].higher(last) : times[i].ceiling(last);
      if (index == times[i].size()) {
        return null;
      }
      last = times[i].get(index);
    }
    return last - first <= within ? new Span(first, last, times.length) : null;
  }

  @Override
  boolean holds(long time, List<String> values) {
    for (String value : values) {
      if (times[steps.indexOf(value)].contains(time)) {
        return true;
      }
    }
    return false;
  }

  @Override
  void forget(long time, List<String> values) {
    if (values.size() > 1) {
      several.remove(time);
    }
    for (String value : values) {
      times[steps.indexOf(value)].remove(time);
    }
  }

  @Override
  void dropBefore(long time) {
    several.removeBefore(time);
    for (TimeList list : times) {
      list.removeBefore(time);
    }
  }

  @Override
  void dropWithin(long from, long to) {
    several.removeWithin(from, to);
    for (TimeList list : times) {
      list.removeWithin(from, to);
    }
  }

  @Override
  long ownBytes() {
    long bytes = 40 + several.bytes();
    for (TimeList list : times) {
      bytes += list.bytes();
    }
    return bytes;
  }
}
