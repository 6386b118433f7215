package dev.tocsin.engine.window;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.policy.Policy;
import java.time.Duration;
import java.util.List;

/**
 * The windows of one policy, one for each group, over one stream of events.
 *
 * <p>Windows slide on event time. Events may come in any order; one that is more than {@link
 * #LATENESS} older than the newest of its group is too late, and only counted. A window fires when
 * a match completes it. What it held is then used up: a match is part of one finding at most, and a
 * window fires again only when the condition is met again by matches that were in none. A match
 * that comes late, at a time that a finding already covers, belongs to that finding.
 *
 * <p>Lateness is judged within a group, so that a node whose clock is ahead makes no other node's
 * events late.
 *
 * <p>State is bounded by groups and by bytes. Of the contributor that takes the most, the group
 * that had no match for the longest is evicted, and counted; one that had none for twice the time
 * that could matter is dropped, and not counted, since nothing is lost. Belongs to one thread.
 */
public final class WindowStore {
  /** How much older than the newest event of its group an event may be. */
  static final Duration LATENESS = Duration.ofSeconds(35);

  /**
   * Repetitions of the same value or step closer than this part of the window are thinned out, so
   * that a storm of them takes bounded room; a window is exact to that part of its length.
   */
  static final int RESOLUTION = 1024;

  private static final long LATENESS_NANOS = LATENESS.toNanos();

  private final Policy.Window window;
  private final Groups<KeyState> groups;
  private long late;

  /** How much state one policy may hold. */
  public record Limits(int groups, long bytes) {
    public static final Limits DEFAULT = new Limits(10_000, 4 << 20);
  }

  public WindowStore(Policy.Window window, Limits limits) {
    this.window = window;
    this.groups = new Groups<>(limits, 2 * window.within().plus(LATENESS).toMillis());
  }

  /** Whether this state can go on for a policy with that window. */
  boolean isFor(Policy.Window other) {
    return window.equals(other);
  }

  /**
   * Takes in a match.
   *
   * @param contributor whose match it is
   * @param group the values of {@code groupBy}
   * @param timeNanos event time
   * @param values VALUE_COUNT: the value; SUM: the number, in decimal; the temporal types: the
   *     names of the steps that matched; EVENT_COUNT: nothing
   * @param nowMillis the time now, for dropping groups that have gone quiet
   * @return 0, or when the match completed a window, what was counted: matches, distinct values,
   *     steps, or the sum
   */
  public long add(
      Contributor contributor,
      List<String> group,
      long timeNanos,
      List<String> values,
      long nowMillis) {
    groups.dropIdle(nowMillis);
    List<String> key = Groups.compact(group);
    KeyState state = groups.get(key, nowMillis);
    if (state == null) {
      state = KeyState.of(window);
      groups.put(key, state, contributor, nowMillis);
    } else if (timeNanos < state.newest() - LATENESS_NANOS) {
      late++;
      return 0;
    }
    long horizon = Math.max(timeNanos, state.newest()) - LATENESS_NANOS - window.within().toNanos();
    Span completed = state.take(timeNanos, horizon, Groups.compact(values));
    groups.changed(state);
    groups.evict();
    return completed == null ? 0 : completed.count();
  }

  /** Matches that came too late to count. */
  public long late() {
    return late;
  }

  /** Groups that were given up to keep the bounds. */
  public long evicted() {
    return groups.evicted();
  }

  int groups() {
    return groups.size();
  }

  long bytes() {
    return groups.bytes();
  }
}
