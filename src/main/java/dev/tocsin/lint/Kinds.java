package dev.tocsin.lint;

import dev.tocsin.event.EventKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Event kinds, and which of them have what. */
final class Kinds {
  /** Made from a hook of a tracing policy, with arguments. */
  static final Set<EventKind> HOOKS =
      EnumSet.of(
          EventKind.PROCESS_KPROBE,
          EventKind.PROCESS_TRACEPOINT,
          EventKind.PROCESS_UPROBE,
          EventKind.PROCESS_USDT,
          EventKind.PROCESS_LSM,
          EventKind.PROCESS_CONNECT,
          EventKind.FILE_ACCESS);

  /** They come without any tracing policy: Tetragon makes them by itself, or Tocsin does. */
  static final Set<EventKind> UNTRACED =
      EnumSet.of(
          EventKind.PROCESS_EXEC,
          EventKind.PROCESS_EXIT,
          EventKind.PROCESS_THROTTLE,
          EventKind.SECURITY_ALERT);

  private Kinds() {}

  /** Those of the API that this version knows. */
  static Set<EventKind> of(Collection<dev.tocsin.api.v1alpha1.EventKind> kinds) {
    Set<EventKind> known = EnumSet.noneOf(EventKind.class);
    for (dev.tocsin.api.v1alpha1.EventKind kind : kinds) {
      Arrays.stream(EventKind.values())
          .filter(each -> kind != null && each.name().equals(kind.name()))
          .filter(each -> each != EventKind.UNKNOWN)
          .forEach(known::add);
    }
    return known;
  }

  /** The values that {@code event.kind} can have. */
  static Set<String> onTheWire(Set<EventKind> kinds) {
    Set<EventKind> wire = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : kinds) {
      wire.addAll(kind.wireKinds());
      if (kind == EventKind.PROCESS_CONNECT || kind == EventKind.SECURITY_ALERT) {
        wire.add(kind); // Isovalent's, and our own
      }
    }
    return wire.stream().map(EventKind::apiName).collect(Collectors.toSet());
  }

  /** {@code ProcessExec and ProcessExit}. */
  static String words(Collection<EventKind> kinds) {
    List<String> names = kinds.stream().map(EventKind::apiName).toList();
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
