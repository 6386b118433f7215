package dev.tocsin.inventory;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Attribution.Source;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.event.PodView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where an event waits whose pod the inventory does not know yet, without holding up the others.
 *
 * <p>Containers wait, not events: the first event of an unknown container sets a deadline, later
 * ones queue behind it, and all leave together and in order: when the pod appears, when the
 * deadline passes, or when the room is full and theirs is the container that takes the most of it.
 * After that the container's events no longer wait (a container that Kubernetes did not start is
 * never going to be known), but are still joined once its pod is known.
 *
 * <p>For one thread; the counters may be read from any.
 */
public final class WaitingRoom {

  /**
   * Receives every event once. Must not call back into the room, nor keep the view: it is turned to
   * another event afterwards. May throw {@link MalformedEventException}.
   */
  @FunctionalInterface
  public interface Receiver {
    void receive(Event event, Attribution where);
  }

  /**
   * @param patience how long the first event of a container waits
   * @param events how many events wait at most
   * @param bytes and of what size altogether
   */
  public record Limits(Duration patience, int events, long bytes) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), 10_000, 16L << 20);
  }

  /** The messages of one container, oldest first. */
  private static final class Queue {
    final long deadline;
    final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    long bytes;

    Queue(long deadline) {
      this.deadline = deadline;
    }
  }

  /** Containers that were given up and are remembered for it; the longest silent go first. */
  private static final int GIVEN_UP = 4_096;

  private final Inventory inventory;
  private final Attributor attributor;
  private final Limits limits;
  private final Receiver receiver;

  /** By container, in the order of their deadlines. */
  private final LinkedHashMap<String, Queue> queues = new LinkedHashMap<>();

  private final Map<String, Boolean> givenUp =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > GIVEN_UP;
        }
      };

  /** Turned to whichever message leaves. */
  private final Event leaving = Event.of(new byte[0]);

  /** No event that waits was looked for in an older version of the inventory. */
  private long seenVersion;

  private volatile int waitingEvents;
  private volatile long waitingBytes;
  private final LongAdder waited = new LongAdder();
  private final LongAdder resolved = new LongAdder();
  private final LongAdder agentAttributed = new LongAdder();
  private final LongAdder unattributed = new LongAdder();
  private final LongAdder overflowed = new LongAdder();
  private final LongAdder malformed = new LongAdder();

  public WaitingRoom(Inventory inventory, Limits limits, Receiver receiver) {
    this.inventory = inventory;
    this.attributor = new Attributor(inventory);
    this.limits = limits;
    this.receiver = receiver;
  }

  /**
   * Passes the event on at once if it is known where it belongs, else keeps it.
   *
   * @param event may be turned to another message afterwards
   * @param nowNanos from a clock that does not go back, such as {@link System#nanoTime}
   * @throws MalformedEventException for a broken event, which is then not kept; never for one that
   *     waited before it
   */
  public void offer(Event event, long nowNanos) {
    Attribution where = attributor.find(event);
    if (where == null) {
      keep(event, nowNanos);
      return;
    }
    if (!queues.isEmpty() && where.source() != Source.HOST) {
      Queue earlier = queues.remove(container(event));
      if (earlier != null) {
        release(earlier);
      }
    }
    receiver.receive(event, where);
  }

  /**
   * Lets go those whose pod has appeared and those who have waited long enough. Costs next to
   * nothing when there is nothing to do; to be called every 100 ms or so even when no event comes.
   *
   * @param nowNanos from the same clock as in {@link #offer}
   */
  public void drain(long nowNanos) {
    if (queues.isEmpty()) {
      return;
    }
    long version = inventory.version();
    if (version != seenVersion) {
      seenVersion = version;
      releaseKnown();
    }
    Map.Entry<String, Queue> first = queues.firstEntry();
    while (first != null && first.getValue().deadline - nowNanos <= 0) {
      giveUp(first);
      first = queues.firstEntry();
    }
  }

  /** Lets all go as they are: the stream has ended. */
  public void flush() {
    for (var first = queues.firstEntry(); first != null; first = queues.firstEntry()) {
      giveUp(first);
    }
  }

  private void keep(Event event, long nowNanos) {
    String container = container(event);
    int size = event.bytes().length;
    if (givenUp.get(container) == null) {
      makeRoom(container, size);
    }
    if (givenUp.containsKey(container)) {
      pass(event);
      return;
    }
    Queue queue =
        queues.computeIfAbsent(container, c -> new Queue(nowNanos + limits.patience().toNanos()));
    queue.messages.add(event.bytes());
    queue.bytes += size;
    waited.increment();
    occupy(1, size);
  }

  /** For one more event of the container; gives the container up too where nothing else helps. */
  private void makeRoom(String container, int size) {
    while (!givenUp.containsKey(container) && !fits(size)) {
      Map.Entry<String, Queue> largest = largest();
      if (largest == null) {
        givenUp.put(container, true);
        overflowed.increment();
      } else {
        overflowed.add(largest.getValue().messages.size());
        giveUp(largest);
      }
    }
  }

  /**
   * The container that takes the most of either bound; null when none waits. Looked for only when
   * the room is full, and then all of its events leave.
   */
  private Map.@Nullable Entry<String, Queue> largest() {
    Map.Entry<String, Queue> largest = null;
    for (Map.Entry<String, Queue> each : queues.entrySet()) {
      if (largest == null || part(each.getValue()) > part(largest.getValue())) {
        largest = each;
      }
    }
    return largest;
  }

  private double part(Queue queue) {
    return Math.max(
        (double) queue.messages.size() / limits.events(), (double) queue.bytes / limits.bytes());
  }

  private boolean fits(int size) {
    return waitingEvents < limits.events() && waitingBytes + size <= limits.bytes();
  }

  private void releaseKnown() {
    List<Queue> known = new ArrayList<>();
    for (Iterator<Queue> each = queues.values().iterator(); each.hasNext(); ) {
      Queue queue = each.next();
      if (attributor.find(leaving.wrap(queue.messages.getFirst())) != null) {
        each.remove();
        known.add(queue);
      }
    }
    known.forEach(this::release);
  }

  private void giveUp(Map.Entry<String, Queue> container) {
    queues.remove(container.getKey());
    givenUp.put(container.getKey(), true);
    release(container.getValue());
  }

  private void release(Queue queue) {
    for (byte[] message : queue.messages) {
      occupy(-1, -message.length);
      try {
        pass(leaving.wrap(message));
      } catch (MalformedEventException e) {
        malformed.increment(); // those behind it are not to blame
      }
    }
  }

  private void pass(Event event) {
    Attribution where = attributor.settle(event);
    switch (where.source()) {
      case HOST, LIVE -> resolved.increment();
      case AGENT -> agentAttributed.increment();
      case UNKNOWN -> unattributed.increment();
    }
    receiver.receive(event, where);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void occupy(int events, int bytes) {
    waitingEvents += events;
    waitingBytes += bytes;
  }

  /** What orders events that wait: their container, else the pod that the agent names. */
  private static String container(Event event) {
    String docker = event.process().docker();
    if (!docker.isEmpty()) {
      return docker;
    }
    PodView agent = event.process().pod();
    return agent.uid().isEmpty() ? KnownPod.name(agent.namespace(), agent.name()) : agent.uid();
  }

  /** Events that wait now. */
  public int waitingEvents() {
    return waitingEvents;
  }

  /** Size of the events that wait now. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** Events that had to wait. */
  public long waited() {
    return waited.sum();
  }

  /** Events that waited and were then joined with their pod. */
  public long resolved() {
    return resolved.sum();
  }

  /** Events passed on with no more than the agent's own word on their pod. */
  public long agentAttributed() {
    return agentAttributed.sum();
  }

  /** Events of a container, passed on without a pod. */
  public long unattributed() {
    return unattributed.sum();
  }

  /** Events that could not wait, or not as long as they should have, because the room was full. */
  public long overflowed() {
    return overflowed.sum();
  }

  /** Events that waited and then turned out to be broken. */
  public long malformed() {
    return malformed.sum();
  }
}
