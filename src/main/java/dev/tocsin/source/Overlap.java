package dev.tocsin.source;

import dev.tocsin.event.Event;
import dev.tocsin.event.ProcessView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time in which one stream takes over from another and both bring the same events. Each event
 * is let through once: whichever stream is ahead in bringing an event wins.
 *
 * <p>An event is recognised by what it is about and not by its bytes, because the agent writes maps
 * (pod and node labels) in another order each time. Different events with the same identity do no
 * harm: they are counted, and as many are let through as the stream that brought more of them
 * brought.
 */
final class Overlap {
  private final Map<Identity, Count> counts = new HashMap<>();
  private boolean bothBroughtOne;
  private @Nullable Count lastFromOld;
  private boolean oldIsClosed;

  private record Identity(
      int kind,
      long time,
      String execId,
      long thread,
      String function,
      String policy,
      String path) {}

  private static final class Count {
    int fromOld;
    int fromNew;
  }

  /** Whether the event is to be let through. Streams may run on different threads. */
  synchronized boolean isFirst(Event event, boolean fromNew) {
    ProcessView process = event.process();
    Count count =
        counts.computeIfAbsent(
            new Identity(
                event.kind().ordinal(),
                event.timeNanos(),
                process.execId(),
                process.tid(),
                event.function(),
                event.tracingPolicy(),
                event.path()),
            identity -> new Count());
    int before = Math.max(count.fromOld, count.fromNew);
    if (fromNew) {
      count.fromNew++;
    } else {
      count.fromOld++;
      lastFromOld = count;
    }
    bothBroughtOne |= count.fromOld > 0 && count.fromNew > 0;
    return Math.max(count.fromOld, count.fromNew) > before;
  }

  /**
   * Whether the old stream has come to where the new one began: from there on the new one brings
   * everything, so the old one can go.
   */
  synchronized boolean oldCanGo() {
    return bothBroughtOne;
  }

  synchronized void oldIsClosed() {
    oldIsClosed = true;
  }

  /**
   * Whether nothing can come twice any more: the new stream, which may have been behind, has
   * brought the last event that the old one brought.
   */
  synchronized boolean isOver() {
    return oldIsClosed && (lastFromOld == null || lastFromOld.fromNew >= lastFromOld.fromOld);
  }
}
