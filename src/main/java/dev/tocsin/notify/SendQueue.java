package dev.tocsin.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts of a lane have something to send: only their uids, in groups that are sent together.
 * A group is sent when its first alert has waited, with all that is due then, in several messages
 * if need be, and then not before its interval is over; the group that was tried longest ago comes
 * first. Thread safe.
 */
final class SendQueue {
  /** The group that waits for nothing. */
  static final String AT_ONCE = "";

  private final Duration wait;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();

  /** Changed, and not looked at yet. */
  private final Set<String> changed = new LinkedHashSet<>();

  private final Map<String, Group> groups = new LinkedHashMap<>();

  /** Uid to the name of its group. */
  private final Map<String, String> groupOf = new HashMap<>();

  /** When groups were sent, as long as that makes others wait. */
  private final Map<String, Instant> sent = new LinkedHashMap<>();

  /** Whether the latest request was for {@link #AT_ONCE}. */
  private boolean wasAtOnce;

  /** Uid to since when it waits. */
  private static final class Group {
    final Map<String, Instant> waiting = new LinkedHashMap<>();

    List<String> first(int most) {
      return waiting.keySet().stream().limit(most).toList();
    }
  }

  /**
   * @param wait for what belongs to a group before it is sent
   * @param interval between what is sent of a group
   */
  SendQueue(Duration wait, Duration interval) {
    this.wait = wait;
    this.interval = interval;
  }

  void changed(String uid) {
    lock.lock();
    try {
      changed.add(uid);
    } finally {
      lock.unlock();
    }
  }

  /** One that changed, which is no longer said to have; null when there is none. */
  @Nullable String nextChanged() {
    lock.lock();
    try {
      Iterator<String> first = changed.iterator();
      if (!first.hasNext()) {
        return null;
      }
      String uid = first.next();
      first.remove();
      return uid;
    } finally {
      lock.unlock();
    }
  }

  /** Has something to send; of one that had before, the time stays. */
  void add(String uid, String group, Instant now) {
    lock.lock();
    try {
      String before = groupOf.get(uid);
      Instant since = now;
      if (before != null && !before.equals(group)) {
        since = waiting(before).remove(uid);
        dropEmpty(before);
      }
      groupOf.put(uid, group);
      groups.computeIfAbsent(group, key -> new Group()).waiting.putIfAbsent(uid, since);
    } finally {
      lock.unlock();
    }
  }

  /** Has nothing to send any more. */
  void remove(String uid) {
    lock.lock();
    try {
      String group = groupOf.remove(uid);
      if (group != null) {
        waiting(group).remove(uid);
        dropEmpty(group);
      }
    } finally {
      lock.unlock();
    }
  }

  /** It failed: all others of its lane come first. */
  void putLast(String uid) {
    lock.lock();
    try {
      String name = groupOf.get(uid);
      if (name != null) {
        Group group = Objects.requireNonNull(groups.remove(name));
        group.waiting.put(uid, Objects.requireNonNull(group.waiting.remove(uid)));
        groups.put(name, group);
      }
    } finally {
      lock.unlock();
    }
  }

  /** It was in a request: others of its group wait for their interval. */
  void sent(String uid, Instant now) {
    lock.lock();
    try {
      String group = groupOf.get(uid);
      if (group != null) {
        wasAtOnce = group.equals(AT_ONCE);
        if (!interval.isZero()) {
          sent.remove(group);
          sent.put(group, now);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Those of the first group that is ready; empty when none is. What is sent at once comes before
   * all groups, but not twice in a row: a flood of it would hold up all else.
   */
  List<String> first(Instant now, int most) {
    lock.lock();
    try {
      Group atOnce = groups.get(AT_ONCE);
      if (atOnce != null && !wasAtOnce) {
        return atOnce.first(most);
      }
      for (Map.Entry<String, Group> each : groups.entrySet()) {
        if (!each.getKey().equals(AT_ONCE)
            && !readyAt(each.getKey(), each.getValue()).isAfter(now)) {
          return each.getValue().first(most);
        }
      }
      return atOnce == null ? List.of() : atOnce.first(most);
    } finally {
      lock.unlock();
    }
  }

  /** When the next group is ready; {@link Instant#MAX} when nothing waits. */
  Instant ready(Instant now) {
    lock.lock();
    try {
      sent.values().removeIf(time -> !time.plus(interval).isAfter(now));
      Instant ready = Instant.MAX;
      for (Map.Entry<String, Group> each : groups.entrySet()) {
        Instant of = readyAt(each.getKey(), each.getValue());
        if (of.isBefore(ready)) {
          ready = of;
        }
      }
      return ready;
    } finally {
      lock.unlock();
    }
  }

  private Instant readyAt(String name, Group group) {
    if (name.equals(AT_ONCE)) {
      return Instant.MIN;
    }
    Instant waited = group.waiting.values().iterator().next().plus(wait);
    Instant last = sent.get(name);
    if (last == null || !waited.isAfter(last)) {
      return waited; // what was due then did not fit: it is the rest of that message
    }
    return last.plus(interval).isBefore(waited) ? waited : last.plus(interval);
  }

  private Map<String, Instant> waiting(String group) {
    return Objects.requireNonNull(groups.get(group)).waiting;
  }

  private void dropEmpty(String group) {
    if (waiting(group).isEmpty()) {
      groups.remove(group);
    }
  }

  int size() {
    lock.lock();
    try {
      return groupOf.size();
    } finally {
      lock.unlock();
    }
  }

  /** Since when the one that waits longest does; null when none waits. */
  @Nullable Instant oldest() {
    lock.lock();
    try {
      return groups.values().stream()
          .flatMap(each -> each.waiting.values().stream())
          .min(Instant::compareTo)
          .orElse(null);
    } finally {
      lock.unlock();
    }
  }
}
