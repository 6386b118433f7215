package dev.tocsin.pipeline;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.WaitingRoom;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * From the bytes of an event to the engine: view, then inventory, then policies. {@code run} and
 * {@code replay} drive the same pipeline, from a queue and from files.
 *
 * <p>For one thread; the counters may be read from any.
 */
public final class Pipeline implements PeriodicTask {
  private final WaitingRoom waitingRoom;

  /** Turned to whichever message comes: a new view for each would be most of the garbage. */
  private final Event view = Event.of(new byte[0]);

  private final Map<EventKind, LongAdder> events = new EnumMap<>(EventKind.class);
  private final LongAdder evaluated = new LongAdder();
  private final LongAdder malformed = new LongAdder();

  /**
   * @param evaluation receives every event with what is known about where it belongs
   */
  public Pipeline(Inventory inventory, WaitingRoom.Limits limits, WaitingRoom.Receiver evaluation) {
    waitingRoom =
        new WaitingRoom(
            inventory,
            limits,
            (event, where) -> {
              evaluation.receive(event, where);
              evaluated.increment();
            });
    for (EventKind kind : EventKind.values()) {
      events.put(kind, new LongAdder());
    }
  }

  /**
   * Takes one encoded event. A broken one ends in a counter.
   *
   * @param nowNanos from a clock that does not go back
   * @return false when it was broken
   */
  public boolean accept(byte[] message, long nowNanos) {
    try {
      counter(view.wrap(message).kind()).increment();
      waitingRoom.offer(view, nowNanos);
      return true;
    } catch (MalformedEventException e) {
      malformed.increment();
      return false;
    }
  }

  /** Evaluates the events that no longer wait for their pod. */
  @Override
  public void tick(long nowNanos) {
    waitingRoom.drain(nowNanos);
  }

  /** The stream has ended: nobody waits any longer. */
  @Override
  public void end() {
    waitingRoom.flush();
  }

  public long events(EventKind kind) {
    return counter(kind).sum();
  }

  /** Events that went through the policies. */
  public long evaluated() {
    return evaluated.sum();
  }

  /** Broken events: those that no accessor could read, in whichever part of the pipeline. */
  public long malformed() {
    return malformed.sum() + waitingRoom.malformed();
  }

  public WaitingRoom waitingRoom() {
    return waitingRoom;
  }

  private LongAdder counter(EventKind kind) {
    LongAdder counter = events.get(kind);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + kind);
    }
    return counter;
  }
}
