package dev.tocsin.engine.index;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the events of one wire kind come to a policy.
 *
 * @param always the wire kind alone is enough; if not, a derived kind decides
 * @param connect events that are a {@link EventKind#PROCESS_CONNECT}
 * @param file events that are a {@link EventKind#FILE_ACCESS}
 */
public record Admission(boolean always, boolean connect, boolean file) {

  /**
   * {@code null} when no event of the kind can come to it.
   *
   * @param kinds those of the policy
   */
  public static @Nullable Admission of(EventKind wireKind, Set<EventKind> kinds) {
    boolean always = kinds.contains(wireKind);
    boolean connect = kinds.contains(EventKind.PROCESS_CONNECT);
    boolean file = kinds.contains(EventKind.FILE_ACCESS);
    return always || connect || file ? new Admission(always, connect, file) : null;
  }

  public boolean takes(Event event) {
    return always
        || (connect && event.is(EventKind.PROCESS_CONNECT))
        || (file && event.is(EventKind.FILE_ACCESS));
  }
}
