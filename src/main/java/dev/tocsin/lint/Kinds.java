package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.WatchedKind;
import dev.tocsin.event.EventKind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The event kinds of a policy. */
final class Kinds {
  private Kinds() {}

  /** Those of the API that this version knows. */
  static Set<EventKind> of(Collection<WatchedKind> kinds) {
    Set<EventKind> known = EnumSet.noneOf(EventKind.class);
    for (WatchedKind kind : kinds) {
      if (kind != null && kind != WatchedKind.UNKNOWN) {
        known.add(EventKind.valueOf(kind.name()));
      }
    }
    return known;
  }

  /** The values that {@code event.kind} can have. */
  static Set<String> ofEvents(Set<EventKind> kinds) {
    return kinds.stream()
        .flatMap(kind -> kind.eventKinds().stream())
        .map(EventKind::apiName)
        .collect(Collectors.toSet());
  }

  /** {@code ProcessExec and ProcessExit}. */
  static String words(Collection<EventKind> kinds) {
    List<String> names = kinds.stream().map(EventKind::apiName).toList();
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
