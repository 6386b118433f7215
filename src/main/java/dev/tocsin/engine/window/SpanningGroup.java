package dev.tocsin.engine.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One group over all nodes: its window, the matches in it, the windows that filled up. */
final class SpanningGroup extends Group {
  /** More stored findings than this, and the oldest two of them are taken as one. */
  private static final int MAX_COMPLETED = 64;

  /** Of a match: the object, its id, its places in the tree and in the map. */
  private static final long MATCH_BYTES = 360;

  private final String digest;
  private final KeyState state;
  private final Consumer<SpanningGroup> whenDropped;
  private final TreeMap<Long, List<WindowMatch>> matches = new TreeMap<>();
  private final List<Completed> completed = new ArrayList<>(0);
  private int size;

  /**
   * @param digest stands for policy and group
   * @param whenDropped is notified when it is given up or forgotten
   */
  SpanningGroup(String digest, KeyState state, Consumer<SpanningGroup> whenDropped) {
    this.digest = digest;
    this.state = state;
    this.whenDropped = whenDropped;
  }

  String digest() {
    return digest;
  }

  /** The finding that a match of that time belongs to; {@code null} when to none. */
  @Nullable Completed covering(long time) {
    for (Completed each : completed) {
      if (each.span().covers(time)) {
        return each;
      }
    }
    return null;
  }

  /** What the match completes, {@code null} when nothing. */
  @Nullable Span take(WindowMatch match) {
    add(match);
    return state.complete(match.time(), match.values());
  }

  /** The matches that the state gave up to save room: others stand for them. */
  List<WindowMatch> takeThinned() {
    List<WindowMatch> thinned = new ArrayList<>(0);
    for (long time : state.takeGivenUp()) {
      for (WindowMatch match : takeWithin(time, time)) {
        if (state.holds(time, match.values())) {
          add(match);
        } else {
          thinned.add(match);
        }
      }
    }
    return thinned;
  }

  private void add(WindowMatch match) {
    matches.computeIfAbsent(match.time(), time -> new ArrayList<>(1)).add(match);
    size++;
  }

  /** Takes the matches from one time to another, both included, off the list. */
  List<WindowMatch> takeWithin(long from, long to) {
    Map<Long, List<WindowMatch>> within = matches.subMap(from, true, to, true);
    List<WindowMatch> taken = within.values().stream().flatMap(List::stream).toList();
    within.clear();
    size -= taken.size();
    return taken;
  }

  List<WindowMatch> matches() {
    return matches.values().stream().flatMap(List::stream).toList();
  }

  /** Its time is over. */
  void forget(WindowMatch match) {
    List<WindowMatch> then = matches.get(match.time());
    if (then != null && then.remove(match)) {
      size--;
      state.forget(match.time(), match.values());
      if (then.isEmpty()) {
        matches.remove(match.time());
      }
    }
  }

  void add(Completed window) {
    completed.add(window);
    if (completed.size() > MAX_COMPLETED
        && completed.get(0).isStored()
        && completed.get(1).isStored()) {
      Completed oldest = completed.removeFirst();
      Completed next = completed.removeFirst();
      Completed both =
          new Completed(
              new Span(
                  Math.min(oldest.span().first(), next.span().first()),
                  Math.max(oldest.span().last(), next.span().last()),
                  0),
              digest,
              next.completedMillis());
      both.store();
      completed.addFirst(both);
    }
  }

  /** Forgets what was stored so long ago that no match of it can come any more. */
  void forgetCompletedBefore(long millis) {
    completed.removeIf(each -> each.isStored() && each.completedMillis() < millis);
  }

  @Override
  long bytes() {
    return 200
        + state.bytes()
        + MATCH_BYTES * size
        + completed.stream().mapToLong(Completed::bytes).sum();
  }

  @Override
  void dropped() {
    whenDropped.accept(this);
  }
}
