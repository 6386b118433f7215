package dev.tocsin.engine;

import dev.tocsin.event.Event;

/**
 * The newest match of a policy over an event that only comes where a tracing policy makes it: it
 * proves that something traced the function then, whatever the tracing policy is called.
 *
 * @param nanos event time, 0 when there was none
 * @param hook {@code fd_install}, {@code lsm/file_open}, {@code sched/sched_process_exit}; {@code
 *     ""} for an event without one
 */
public record TracedMatch(long nanos, String hook) {
  public static final TracedMatch NONE = new TracedMatch(0, "");

  static TracedMatch of(Event event, long nanos) {
    return new TracedMatch(nanos, event.kind().hook(event.function()));
  }

  TracedMatch newest(TracedMatch other) {
    return other.nanos > nanos ? other : this;
  }
}
