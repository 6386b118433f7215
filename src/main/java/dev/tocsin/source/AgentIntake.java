package dev.tocsin.source;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the streams of one agent, on gRPC's threads: counts them, sorts out what was
 * not asked for or came twice, and puts the rest into the queue. Never waits.
 */
final class AgentIntake {
  private static final EventKind[] KINDS = EventKind.values();

  private static final Logger LOG = LoggerFactory.getLogger(AgentIntake.class);

  private final String source;

  /** The only node whose events are taken; null: any. */
  private final @Nullable String node;

  private final byte @Nullable [] nodeName;
  private final EventQueue queue;
  private final LongAdder[] received = new LongAdder[KINDS.length];
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder unwanted = new LongAdder();
  private final LongAdder otherNode = new LongAdder();
  private final AtomicBoolean complained = new AtomicBoolean();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** One bit for each kind, by its ordinal. */
  private volatile int wanted;

  private volatile @Nullable Overlap overlap;

  AgentIntake(TetragonTarget target, EventQueue queue) {
    this.source = target.address().toString();
    this.node = target.node();
    this.nodeName = node == null ? null : node.getBytes(StandardCharsets.UTF_8);
    this.queue = queue;
    for (int i = 0; i < received.length; i++) {
      received[i] = new LongAdder();
    }
  }

  void want(Set<EventKind> kinds) {
    int mask = 0;
    for (EventKind kind : kinds) {
      mask |= 1 << kind.ordinal();
    }
    wanted = mask;
  }

  void begin(Overlap overlap) {
    this.overlap = overlap;
  }

  void endOverlap() {
    this.overlap = null;
  }

  /**
   * @param view the stream's own, to be turned to the message
   * @param fromNew whether the stream is the newer one of an overlap
   */
  void take(byte[] message, Event view, boolean fromNew) {
    receivedBytes.add(message.length);
    ReadingLoops.message();
    try {
      EventKind kind = view.wrap(message).kind();
      received[kind.ordinal()].increment();
      if ((wanted >>> kind.ordinal() & 1) == 0) {
        unwanted.increment();
        return;
      }
      if (nodeName != null && !view.isOfNode(nodeName)) {
        refuse(view);
        return;
      }
      Overlap current = overlap;
      if (current != null && !current.isFirst(view, fromNew)) {
        duplicates.increment();
        return;
      }
    } catch (MalformedEventException e) {
      malformed.increment();
      return;
    }
    if (!queue.offer(new Received(message, source))) {
      dropped.increment();
    }
  }

  private void refuse(Event event) {
    otherNode.increment();
    if (complained.compareAndSet(false, true)) {
      LOG.warn(
          "{}: events are refused: the agent was discovered on node {}, but they claim to be from"
              + " {}",
          source,
          node,
          event.node());
    }
  }

  SourceCounters counters(long reconnects, double outageSeconds) {
    Map<EventKind, Long> byKind = new EnumMap<>(EventKind.class);
    for (EventKind kind : KINDS) {
      long count = received[kind.ordinal()].sum();
      if (count > 0) {
        byKind.put(kind, count);
      }
    }
    return new SourceCounters(
        byKind,
        receivedBytes.sum(),
        malformed.sum(),
        unwanted.sum(),
        otherNode.sum(),
        duplicates.sum(),
        dropped.sum(),
        reconnects,
        outageSeconds);
  }
}
