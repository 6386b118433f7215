package dev.tocsin.notify;

import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Revision;
import dev.tocsin.alert.Transition;
import dev.tocsin.notify.progress.KnownAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When what was sent and is still open is sent again: all of a group together, counted from when
 * the first of it was sent. Nothing is stored for it: whoever leads later counts from the same
 * times. For one thread.
 */
final class Reminders {
  private final @Nullable Duration repeat;
  private final Map<String, Group> groups = new HashMap<>();

  /** Uid to the name of its group. */
  private final Map<String, String> groupOf = new HashMap<>();

  /** The uids of those whose time has come. */
  private final Set<String> due = new HashSet<>();

  private static final class Group {
    final Set<String> open = new HashSet<>();
    Instant next = Instant.MAX;
  }

  /**
   * @param repeat null: never
   */
  Reminders(@Nullable Duration repeat) {
    this.repeat = repeat;
  }

  /**
   * One of which nothing new is to be sent.
   *
   * @param has what the output has of it; null: nothing
   */
  void follow(KnownAlert alert, @Nullable Delivery has, AlertGroups names, Instant now) {
    if (repeat == null) {
      return;
    }
    if (has != null && isOpenThere(has) && isUnattended(alert)) {
      open(alert.ref().uid(), names.nameOf(alert), has.since(), repeat, now);
    } else {
      ended(alert.ref().uid());
    }
  }

  private static boolean isOpenThere(Delivery has) {
    return has.revision() > 0
        && has.transition() != Transition.CLOSED
        && has.state() != Delivery.State.GIVEN_UP;
  }

  /** Of what was acknowledged, nobody needs to be reminded. */
  private static boolean isUnattended(KnownAlert alert) {
    return alert.isOpen() && alert.view().state().equals("Open");
  }

  private void open(String uid, String name, Instant sent, Duration repeat, Instant now) {
    if (name.equals(groupOf.get(uid))) {
      return;
    }
    ended(uid);
    groupOf.put(uid, name);
    Group group = groups.computeIfAbsent(name, key -> new Group());
    group.open.add(uid);
    long before = Math.max(0, Duration.between(sent, now).dividedBy(repeat));
    Instant next = sent.plus(repeat.multipliedBy(before + 1));
    if (next.isBefore(group.next)) {
      group.next = next;
    }
  }

  /** One that is not open any more, or that this output does not send any more. */
  void ended(String uid) {
    due.remove(uid);
    String name = groupOf.remove(uid);
    Group group = name == null ? null : groups.get(name);
    if (group != null) {
      group.open.remove(uid);
      if (group.open.isEmpty()) {
        groups.remove(name);
      }
    }
  }

  /** Those whose time has come since the last call: uid to the name of the group. */
  Map<String, String> take(Instant now) {
    Map<String, String> taken = new HashMap<>();
    if (repeat != null) {
      groups.forEach(
          (name, group) -> {
            if (!group.next.isAfter(now)) {
              group.next = now.plus(repeat);
              group.open.forEach(uid -> taken.put(uid, name));
            }
          });
    }
    due.addAll(taken.keySet());
    return taken;
  }

  /**
   * The same as it has; null when its time has not come.
   *
   * @param has what the output has of it
   */
  Revision.@Nullable Due due(String uid, @Nullable Delivery has) {
    return has != null && due.contains(uid)
        ? new Revision.Due(Transition.REPEATED, has.revision(), has.step())
        : null;
  }

  /** It was sent, as a reminder or with something new, or may not be for now. */
  void done(String uid) {
    due.remove(uid);
  }

  /** When the next is due, or that time where it is earlier. */
  Instant nextBefore(Instant latest) {
    Instant next = latest;
    for (Group each : groups.values()) {
      next = each.next.isBefore(next) ? each.next : next;
    }
    return next;
  }
}
