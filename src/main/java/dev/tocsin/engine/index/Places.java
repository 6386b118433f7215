package dev.tocsin.engine.index;

import dev.tocsin.event.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * The places of which events came last. The records of a place are immutable, and so they are known
 * by identity: a changed label is another place.
 *
 * <p>A table of sets of a few slots, in which a place overwrites another one of its set when that
 * is full, so that it needs neither locks nor a list of who came last. There is room for a node of
 * 250 pods with one or two containers each; what is forgotten costs a look at the scope of all
 * policies at its next event. Belongs to the evaluating thread.
 */
final class Places {
  private static final int SETS = 128;
  private static final int SLOTS = 8;

  private final @Nullable KnownPlace[] places = new KnownPlace[SETS * SLOTS];
  private int overwritten;

  /** What is known of a place; nothing as yet when it is new, or was forgotten. */
  KnownPlace of(Attribution where) {
    int first = set(where) * SLOTS;
    for (int slot = first; slot < first + SLOTS; slot++) {
      KnownPlace place = places[slot];
      if (place == null) {
        return put(slot, where);
      }
      if (place.is(where)) {
        return place;
      }
    }
    overwritten = (overwritten + 1) % SLOTS;
    return put(first + overwritten, where);
  }

  private KnownPlace put(int slot, Attribution where) {
    KnownPlace place = new KnownPlace(where);
    places[slot] = place;
    return place;
  }

  private static int set(Attribution where) {
    int hash =
        System.identityHashCode(where.pod()) * 31
            + System.identityHashCode(where.container()) * 17
            + System.identityHashCode(where.node())
            + where.source().ordinal();
    return (hash ^ hash >>> 7 ^ hash >>> 14) & SETS - 1;
  }
}
