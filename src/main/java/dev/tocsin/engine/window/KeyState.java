package dev.tocsin.engine.window;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one group of one policy has seen lately. */
abstract sealed class KeyState permits CountState, DistinctState, SequenceState {
  /** More findings than this within the lateness, and the oldest two of them are taken as one. */
  private static final int MAX_SPANS = 64;

  private final List<Span> reported = new ArrayList<>(0);
  private long newest = Long.MIN_VALUE;
  private long touchedMillis;

  /** The newest event time so far; {@link Long#MIN_VALUE} before the first. */
  long newest() {
    return newest;
  }

  long touchedMillis() {
    return touchedMillis;
  }

  void touch(long nowMillis) {
    touchedMillis = nowMillis;
  }

  /**
   * Takes in a match.
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
    Span completed = add(time, values);
    if (completed != null) {
      dropWithin(completed.first(), completed.last());
      report(completed);
    }
    return completed;
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

  abstract void dropBefore(long time);

  abstract void dropWithin(long from, long to);

  abstract int ownBytes();

  /** Heap bytes, roughly. */
  final int bytes() {
    return 96 + 40 * reported.size() + ownBytes();
  }
}
