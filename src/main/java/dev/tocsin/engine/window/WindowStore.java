package dev.tocsin.engine.window;

import com.google.common.hash.Hashing;
import dev.tocsin.engine.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The windows of one policy, one for each group.
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
 * <p>State is bounded by groups and by bytes. The group that had no match for the longest is
 * evicted first, and counted; one that had none for twice the time that could matter is dropped,
 * and not counted, since nothing is lost. Belongs to one thread.
 */
public final class WindowStore {
  /** How much older than the newest event of its group an event may be. */
  public static final Duration LATENESS = Duration.ofSeconds(35);

  /**
   * Repetitions of the same value or step closer than this part of the window are thinned out, so
   * that a storm of them takes bounded room; a window is exact to that part of its length.
   */
  static final int RESOLUTION = 1024;

  private static final long LATENESS_NANOS = LATENESS.toNanos();

  /** Longer values are known by their hash. */
  private static final int MAX_VALUE = 128;

  private final Policy.Window window;
  private final Limits limits;
  private final long within;
  private final long idleMillis;
  private final LinkedHashMap<List<String>, KeyState> states = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long late;
  private long evicted;

  /** How much state one policy may hold. */
  public record Limits(int groups, long bytes) {
    public static final Limits DEFAULT = new Limits(10_000, 4 << 20);
  }

  public WindowStore(Policy.Window window, Limits limits) {
    this.window = window;
    this.limits = limits;
    this.within = window.within().toNanos();
    this.idleMillis = 2 * window.within().plus(LATENESS).toMillis();
  }

  /** Whether this state can go on for a policy with that window. */
  public boolean isFor(Policy.Window other) {
    return window.equals(other);
  }

  /**
   * Takes in a match.
   *
   * @param group the values of {@code groupBy}
   * @param timeNanos event time
   * @param values VALUE_COUNT: the value; the temporal types: the names of the steps that matched;
   *     EVENT_COUNT: nothing
   * @param nowMillis the time now, for dropping groups that have gone quiet
   * @return 0, or when the match completed a window, what was counted: matches, distinct values, or
   *     steps
   */
  public long add(List<String> group, long timeNanos, List<String> values, long nowMillis) {
    dropIdle(nowMillis);
    List<String> key = compact(group);
    KeyState state = states.get(key);
    if (state == null) {
      state = create();
      states.put(key, state);
      bytes += keyBytes(key) + state.bytes();
    } else if (timeNanos < state.newest() - LATENESS_NANOS) {
      late++;
      return 0;
    }
    state.touch(nowMillis);
    int before = state.bytes();
    long horizon = Math.max(timeNanos, state.newest()) - LATENESS_NANOS - within;
    Span completed = state.take(timeNanos, horizon, compact(values));
    bytes += state.bytes() - before;
    evict();
    return completed == null ? 0 : completed.count();
  }

  /** Matches that came too late to count. */
  public long late() {
    return late;
  }

  /** Groups that were given up to keep the bounds. */
  public long evicted() {
    return evicted;
  }

  int groups() {
    return states.size();
  }

  long bytes() {
    return bytes;
  }

  private KeyState create() {
    return switch (window.type()) {
      case EVENT_COUNT -> new CountState(window.threshold(), within);
      case VALUE_COUNT -> new DistinctState(window.threshold(), within);
      case TEMPORAL -> new DistinctState(window.steps().size(), within);
      case TEMPORAL_ORDERED ->
          new SequenceState(window.steps().stream().map(Policy.Window.Step::name).toList(), within);
    };
  }

  private void dropIdle(long nowMillis) {
    Iterator<Map.Entry<List<String>, KeyState>> eldest = states.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<List<String>, KeyState> entry = eldest.next();
      if (entry.getValue().touchedMillis() >= nowMillis - idleMillis) {
        return;
      }
      bytes -= keyBytes(entry.getKey()) + entry.getValue().bytes();
      eldest.remove();
    }
  }

  private void evict() {
    Iterator<Map.Entry<List<String>, KeyState>> eldest = states.entrySet().iterator();
    while ((states.size() > limits.groups() || bytes > limits.bytes()) && eldest.hasNext()) {
      Map.Entry<List<String>, KeyState> entry = eldest.next();
      bytes -= keyBytes(entry.getKey()) + entry.getValue().bytes();
      eldest.remove();
      evicted++;
    }
  }

  private static long keyBytes(List<String> key) {
    long bytes = 120;
    for (String value : key) {
      bytes += 56 + value.length();
    }
    return bytes;
  }

  private static List<String> compact(List<String> values) {
    List<String> compact = new ArrayList<>(values.size());
    for (String value : values) {
      compact.add(
          value.length() <= MAX_VALUE
              ? value
              : Hashing.sha256().hashString(value, StandardCharsets.UTF_8).toString());
    }
    return List.copyOf(compact);
  }
}
