package dev.tocsin.source;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Executions and exits that an input brings twice: files of one agent overlap, and an agent that
 * starts again sends some once more. A start of a program has an id of its own, so the same bytes
 * are the same event. Other events are not looked at: an old agent's times are coarse, and the same
 * bytes may well be two calls.
 */
final class Repeats {
  private static final int REMEMBERED = 1 << 16;

  private final Event view = Event.of(new byte[0]);

  /** The ones seen last. */
  private final Map<HashCode, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HashCode, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Whether the event was there before. */
  boolean isRepeated(byte[] message) {
    try {
      Event event = view.wrap(message);
      boolean identified =
          (event.is(EventKind.PROCESS_EXEC) || event.is(EventKind.PROCESS_EXIT))
              && !event.process().execId().isEmpty();
      return identified && seen.put(Hashing.sha256().hashBytes(message), true) != null;
    } catch (MalformedEventException e) {
      return false; // counted by whoever evaluates it
    }
  }
}
