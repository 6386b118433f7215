package dev.tocsin.engine.window;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.window.WindowStore.Limits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one policy, one for each group, over the matches of all nodes.
 *
 * <p>What fills a window, and that it is used up then, is as in a {@link WindowStore}: windows
 * slide on event time, a match is part of one finding at most, one that comes late at a time that a
 * finding covers belongs to it. What differs is how long a match counts. Nodes have clocks of their
 * own, and after a failover one node's matches of the last minutes arrive before another's; a
 * watermark made of event times would call good matches late, and one clock that is an hour ahead
 * would push all others out. So no event time makes anything late here: a match counts from its
 * arrival for the length of the window and the {@link WindowStore#LATENESS}, by this process's
 * clock. Whatever is to be counted with it arrives by then, since nodes report within the lateness.
 * A node that reports later (it was cut off) is counted with what is still held. Matches of a node
 * with a wrong clock count with each other, and with those of other nodes as far as their event
 * times meet.
 *
 * <p>A match is held until it cannot count any more, and its sender is notified then: when the
 * finding that consumed it is stored, when its time is over, or when another match stands for it or
 * its group was given up to keep the bounds.
 *
 * <p>Not thread safe. Notifications are gathered, to be sent without a lock: see {@link #takeDone}.
 */
public final class SpanningWindows {
  private final Policy.Window window;
  private final long retentionMillis;
  private final Groups<SpanningGroup> groups;
  private final Function<List<String>, String> digests;
  private final StoredSpans storedBefore;

  /** By id, in the order of arrival. */
  private final LinkedHashMap<String, WindowMatch> matches = new LinkedHashMap<>();

  private List<Runnable> done = new ArrayList<>();

  /**
   * @param digests stands for policy and group
   * @param storedBefore what findings of earlier processes cover
   */
  public SpanningWindows(
      Policy.Window window,
      Limits limits,
      Function<List<String>, String> digests,
      StoredSpans storedBefore) {
    this.window = window;
    this.retentionMillis = window.within().plus(WindowStore.LATENESS).toMillis();
    this.groups = new Groups<>(limits, 2 * retentionMillis);
    this.digests = digests;
    this.storedBefore = storedBefore;
  }

  /** Whether this state can go on for a policy with that window. */
  public boolean isFor(Policy.Window other) {
    return window.equals(other);
  }

  /**
   * Takes in a match. One that is held already was sent again, and is not counted again.
   *
   * @param contributor whose match it is
   * @param id the same when the match is sent again
   * @param values as of {@link WindowStore#add}
   * @param whenDone to be run when the match cannot count any more
   * @return the window that it completed, {@code null} when none
   */
  public @Nullable Completed add(
      Contributor contributor,
      String id,
      List<String> group,
      long timeNanos,
      List<String> values,
      Runnable whenDone,
      long nowMillis) {
    expire(nowMillis);
    WindowMatch known = matches.get(id);
    if (known != null) {
      known.waitsFor(whenDone);
      return null;
    }
    SpanningGroup state = group(Groups.compact(group), contributor, nowMillis);
    Completed completed = null;
    Completed before = state.covering(timeNanos);
    if (before != null && !before.isStored()) {
      before.await(whenDone);
    } else if (before != null || storedBefore.cover(state.digest(), timeNanos)) {
      done.add(whenDone);
    } else {
      WindowMatch match =
          new WindowMatch(id, state, timeNanos, Groups.compact(values), nowMillis, whenDone);
      matches.put(id, match);
      Span span = state.take(match);
      if (span != null) {
        completed = complete(state, span, nowMillis);
      }
      state.takeThinned().forEach(this::over);
    }
    groups.changed(state);
    groups.evict();
    return completed;
  }

  private SpanningGroup group(List<String> key, Contributor contributor, long nowMillis) {
    groups.dropIdle(nowMillis);
    SpanningGroup state = groups.get(key, nowMillis);
    if (state == null) {
      state =
          new SpanningGroup(
              digests.apply(key), KeyState.of(window), gone -> gone.matches().forEach(this::over));
      groups.put(key, state, contributor, nowMillis);
    } else {
      state.forgetCompletedBefore(nowMillis - retentionMillis);
    }
    return state;
  }

  private Completed complete(SpanningGroup state, Span span, long nowMillis) {
    Completed completed = new Completed(span, state.digest(), nowMillis);
    for (WindowMatch match : state.takeWithin(span.first(), span.last())) {
      matches.remove(match.id());
      completed.await(match.done());
    }
    state.add(completed);
    return completed;
  }

  /** A match that counts in no window. */
  public void refuse(Runnable whenDone) {
    done.add(whenDone);
  }

  /** The finding of that window is stored, or nobody wants one. */
  public void stored(Completed completed) {
    done.addAll(completed.store());
  }

  /** Lets go of matches whose time is over. */
  public void expire(long nowMillis) {
    Iterator<WindowMatch> eldest = matches.values().iterator();
    while (eldest.hasNext()) {
      WindowMatch match = eldest.next();
      if (match.arrivedMillis() >= nowMillis - retentionMillis) {
        return;
      }
      eldest.remove();
      match.group().forget(match);
      groups.changed(match.group());
      done.add(match.done());
    }
  }

  /** Nothing counts any more. */
  public void close() {
    matches.values().forEach(match -> done.add(match.done()));
    matches.clear();
  }

  private void over(WindowMatch match) {
    if (matches.remove(match.id(), match)) {
      done.add(match.done());
    }
  }

  /** Whom to notify that a match cannot count any more; each once. */
  public List<Runnable> takeDone() {
    List<Runnable> all = done;
    done = new ArrayList<>();
    return all;
  }

  /** Matches that may still count. */
  public int matches() {
    return matches.size();
  }

  /** Groups that were given up to keep the bounds. */
  public long evicted() {
    return groups.evicted();
  }

  long bytes() {
    return groups.bytes();
  }
}
