package dev.tocsin.language;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.tocsin.event.EventKind;
import java.util.EnumSet;

/** The kinds of events that fields are declared for. */
final class KindSets {
  static final ImmutableSet<EventKind> ALL =
      Sets.immutableEnumSet(EnumSet.complementOf(EnumSet.of(EventKind.UNKNOWN)));

  /** Made from a hook of a tracing policy, with arguments. */
  static final ImmutableSet<EventKind> HOOKS =
      Sets.immutableEnumSet(
          EventKind.PROCESS_KPROBE,
          EventKind.PROCESS_TRACEPOINT,
          EventKind.PROCESS_UPROBE,
          EventKind.PROCESS_USDT,
          EventKind.PROCESS_LSM,
          EventKind.PROCESS_CONNECT,
          EventKind.FILE_ACCESS);

  /** Those that say what a function returned. */
  static final ImmutableSet<EventKind> RETURNING =
      Sets.immutableEnumSet(
          EventKind.PROCESS_KPROBE, EventKind.PROCESS_CONNECT, EventKind.FILE_ACCESS);

  /** Those of a hook of LSM, by themselves or derived from one. */
  static final ImmutableSet<EventKind> LSM =
      Sets.immutableEnumSet(
          EventKind.PROCESS_LSM, EventKind.PROCESS_CONNECT, EventKind.FILE_ACCESS);

  /** Those of a place in a file of code. */
  static final ImmutableSet<EventKind> CODE =
      Sets.immutableEnumSet(
          EventKind.PROCESS_UPROBE, EventKind.PROCESS_USDT, EventKind.PROCESS_LOADER);

  /** About something that runs in a pod or on the host. */
  static final ImmutableSet<EventKind> PLACED = without(EventKind.PROCESS_THROTTLE);

  static final ImmutableSet<EventKind> PROCESSES =
      without(EventKind.PROCESS_THROTTLE, EventKind.SECURITY_ALERT);

  private KindSets() {}

  static ImmutableSet<EventKind> only(EventKind kind) {
    return Sets.immutableEnumSet(kind);
  }

  private static ImmutableSet<EventKind> without(EventKind... kinds) {
    EnumSet<EventKind> left = EnumSet.copyOf(ALL);
    left.removeAll(EnumSet.copyOf(ImmutableSet.copyOf(kinds)));
    return Sets.immutableEnumSet(left);
  }
}
