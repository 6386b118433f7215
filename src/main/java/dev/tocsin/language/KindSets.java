package dev.tocsin.language;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.EventPart;
import java.util.EnumSet;

/** The kinds of events that fields are declared for. */
final class KindSets {
  static final ImmutableSet<EventKind> ALL =
      Sets.immutableEnumSet(EnumSet.complementOf(EnumSet.of(EventKind.UNKNOWN)));

  /** Made from a hook of a tracing policy, with arguments. */
  static final ImmutableSet<EventKind> HOOKS = having(EventPart.ARGUMENTS);

  /** Those that say what a function returned. */
  static final ImmutableSet<EventKind> RETURNING = having(EventPart.RETURN_VALUE);

  /** Those of a hook of LSM, by themselves or derived from one. */
  static final ImmutableSet<EventKind> LSM = having(EventPart.IMA_HASH);

  /** Those of a place in a file of code. */
  static final ImmutableSet<EventKind> CODE = having(EventPart.PATH);

  /** About something that runs in a pod or on the host. */
  static final ImmutableSet<EventKind> PLACED = having(EventPart.POD);

  static final ImmutableSet<EventKind> PROCESSES = having(EventPart.PROCESS);

  private KindSets() {}

  static ImmutableSet<EventKind> only(EventKind kind) {
    return Sets.immutableEnumSet(kind);
  }

  private static ImmutableSet<EventKind> having(EventPart part) {
    return ALL.stream().filter(kind -> kind.canHave(part)).collect(Sets.toImmutableEnumSet());
  }
}
