package dev.tocsin.engine.window;

import dev.tocsin.engine.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one group of one policy has seen lately. */
abstract sealed class KeyState extends Group
    permits CountState, DistinctState, SequenceState, SumState {
  /** More findings than this within the lateness, and the oldest two of them are taken as one. */
  private static final int MAX_SPANS = 64;

  private final List<Span> reported = new ArrayList<>(0);
  private final List<Long> givenUp = new ArrayList<>(0);
  private long newest = Long.MIN_VALUE;

  static KeyState of(Policy.Window window) {
    long within = window.within().toNanos();
    return switch (window.type()) {
      case EVENT_COUNT -> new CountState(Math.toIntExact(window.threshold()), within);
      case VALUE_COUNT -> new DistinctState(Math.toIntExact(window.threshold()), within);
      case SUM -> new SumState(window.threshold(), window.within());
      case TEMPORAL -> new DistinctState(window.steps().size(), within);
      case TEMPORAL_ORDERED ->
          new SequenceState(window.steps().stream().map(Policy.Window.Step::name).toList(), within);
    };
  }

  /** The newest event time so far; {@link Long#MIN_VALUE} before the first. */
  final long newest() {
    return newest;
  }

  /**
   * Takes in a match of a stream in which none is older than the horizon.
   *
   * @param horizon nothing before it can matter any more
   * @param values what the match counts as; see {@link WindowStore#add}
   * @return what it completed, {@code null} when nothing
   */
  final @Nullable Span take(long time, long horizon, List<String> values) {
    newest = Math.max(newest, time);
    dropBefore(horizon);
    reported.removeIf(span -> span.last() < horizon);
    for (Span span : reported) {
      if (span.covers(time)) {
        return null; // belongs to a finding that has been made
      }
    }
    Span completed = complete(time, values);
    givenUp.clear();
    if (completed != null) {
      report(completed);
    }
    return completed;
  }

  /**
   * Takes in a match, whatever its time; what it completes is used up. Which findings have been
   * made, and when a match is over, is the caller's affair.
   */
  final @Nullable Span complete(long time, List<String> values) {
    newest = Math.max(newest, time);
    Span completed = add(time, values);
    if (completed != null) {
      dropWithin(completed.first(), completed.last());
    }
    return completed;
  }

  /** The times that were given up to save room since this was last asked. */
  final List<Long> takeGivenUp() {
    List<Long> times = List.copyOf(givenUp);
    givenUp.clear();
    return times;
  }

  final void giveUp(long time) {
    givenUp.add(time);
  }

  private void report(Span span) {
    if (reported.size() == MAX_SPANS) {
      Span oldest = reported.removeFirst();
      Span next = reported.removeFirst();
      reported.addFirst(
          new Span(
              Math.min(oldest.first(), next.first()), Math.max(oldest.last(), next.last()), 0));
    }
    reported.add(span);
  }

  /** Adds the match and looks for a window that it completes. */
  abstract @Nullable Span add(long time, List<String> values);

  /** Whether a match of that time that counts as these is there, in any part. */
  abstract boolean holds(long time, List<String> values);

  /** Takes a match out again. */
  abstract void forget(long time, List<String> values);

  abstract void dropBefore(long time);

  abstract void dropWithin(long from, long to);

  abstract long ownBytes();

  @Override
  final long bytes() {
    return 96 + 40L * reported.size() + ownBytes();
  }

  @Override
  final void dropped() {
    // what it held is nobody else's
  }
}
