package dev.tocsin.source.syslog;

import dev.tocsin.source.EventQueue;
import dev.tocsin.source.Received;
import dev.tocsin.source.syslog.SyslogCounters.Outcome;
import dev.tocsin.source.sysmon.Decoded;
import dev.tocsin.source.sysmon.SysmonDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the messages of one listener to the queue, on its threads. Never waits for evaluation. */
final class SyslogIntake {
  private static final Logger LOG = LoggerFactory.getLogger(SyslogIntake.class);
  private static final long NANOS_BETWEEN_COMPLAINTS = 60_000_000_000L;

  private final String source;
  private final EventQueue queue;
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final Losses losses = new Losses();
  private final AtomicLong nextComplaint = new AtomicLong(System.nanoTime());

  SyslogIntake(String source, EventQueue queue) {
    this.source = source;
    this.queue = queue;
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  /**
   * @param decoder of the calling thread
   * @param sender for complaints
   */
  void take(SysmonDecoder decoder, byte[] bytes, int length, Object sender) {
    switch (decoder.decode(new String(bytes, 0, length, StandardCharsets.UTF_8))) {
      case Decoded.Execution execution -> {
        if (queue.offer(new Received(execution.message(), source))) {
          count(Outcome.EVENT);
        } else {
          count(Outcome.DROPPED);
          losses.add(execution.host());
        }
      }
      case Decoded.Ignored ignored -> {
        switch (ignored) {
          case OTHER_EVENT -> count(Outcome.OTHER_EVENT);
          case NO_RECORD -> count(Outcome.OTHER_MESSAGE);
        }
      }
      case Decoded.Broken broken -> lost(Outcome.BROKEN, broken.reason(), sender);
    }
  }

  /** A message that does not get as far as being looked at. */
  void lost(Outcome outcome, String reason, Object sender) {
    count(outcome);
    long now = System.nanoTime();
    long due = nextComplaint.get();
    if (now - due >= 0 && nextComplaint.compareAndSet(due, now + NANOS_BETWEEN_COMPLAINTS)) {
      LOG.warn("{}: a message from {} is lost: {}", source, sender, reason);
    }
  }

  Map<String, Long> takeLosses() {
    return losses.take();
  }

  Map<Outcome, Long> outcomes() {
    Map<Outcome, Long> counted = new EnumMap<>(Outcome.class);
    outcomes.forEach((outcome, adder) -> counted.put(outcome, adder.sum()));
    return counted;
  }

  private void count(Outcome outcome) {
    LongAdder adder = outcomes.get(outcome);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + outcome);
    }
    adder.increment();
  }
}
