package dev.tocsin.source;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.event.EventKind;
import dev.tocsin.retry.Backoff;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription to one Tetragon agent that is kept alive: it connects, subscribes to the kinds of
 * events that are wanted, watches whether the agent still answers (a quiet stream looks like a dead
 * one, it does not even send headers), and comes back whatever the stream ended with.
 *
 * <p>When other kinds become wanted, a stream for those is opened before the old one is closed, and
 * what both bring in between is let through once: see {@link Overlap}. The old one goes when it has
 * brought an event that the new one brought too, or after a while when nothing happens. A change
 * that comes in the meantime waits.
 *
 * <p>One thread of its own does all but take messages, which gRPC's thread does: see {@link
 * AgentIntake}. What an agent sends while there is no connection is lost; the outage is counted.
 */
public final class TetragonClient implements AutoCloseable {

  /**
   * How often and how long.
   *
   * @param probe between two questions whether the agent is alive
   * @param deadline of each call but the stream
   * @param details between two looks at the agent's options and tracing policies
   * @param firstBackoff before the second attempt; doubled from there on
   * @param lastBackoff the longest delay between two attempts
   * @param longestOverlap of two streams
   */
  public record Timing(
      Duration probe,
      Duration deadline,
      Duration details,
      Duration firstBackoff,
      Duration lastBackoff,
      Duration longestOverlap) {
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
  }

  private static final Logger LOG = LoggerFactory.getLogger(TetragonClient.class);
  private static final Duration OVERLAP_CHECK = Duration.ofMillis(50);

  private final TetragonTarget target;
  private final Timing timing;
  private final InstantSource clock;
  private final Backoff backoff;
  private final AgentIntake intake;
  private final AgentRecord record;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Thread thread;

  private volatile Set<EventKind> wanted = Set.of();
  private volatile boolean closed;

  /** Something that the client's thread has to see to. */
  private sealed interface Signal {
    record Changed() implements Signal {}

    record StreamEnded(EventStream stream, Status status) implements Signal {}
  }

  /**
   * @param clock for what is reported of connections and outages
   * @param random for the jitter of delays between attempts
   */
  public TetragonClient(
      TetragonTarget target,
      EventQueue queue,
      Timing timing,
      InstantSource clock,
      RandomGenerator random) {
    this.target = target;
    this.timing = timing;
    this.clock = clock;
    this.backoff = new Backoff(timing.firstBackoff(), timing.lastBackoff(), random);
    this.intake = new AgentIntake(target, queue);
    this.record = new AgentRecord(target.address().toString(), clock);
    this.thread =
        Thread.ofVirtual().name("tetragon " + target.address()).unstarted(this::runUntilClosed);
  }

  /** Connects, and keeps connected until closed. Returns at once. */
  public void start() {
    thread.start();
  }

  /**
   * Says which kinds of events to subscribe to from now on; derived kinds mean the ones that they
   * are derived from. None: the connection is kept without a stream.
   */
  public void want(Set<EventKind> kinds) {
    EnumSet<EventKind> wire = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : kinds) {
      wire.addAll(kind.wireKinds());
    }
    wanted = Collections.unmodifiableSet(wire);
    signals.add(new Signal.Changed());
  }

  public TetragonState state() {
    return record.state();
  }

  public SourceCounters counters() {
    return intake.counters(record.state().reconnects(), record.outage().toNanos() / 1e9);
  }

  /** Ends the subscription, and waits until its thread is done. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Uninterruptibles.joinUninterruptibly(thread);
  }

  private void runUntilClosed() {
    while (!closed) {
      Instant begin = clock.instant();
      try (Agent agent = Agent.of(target, timing.deadline())) {
        Connected connected = new Connected(agent);
        try {
          record.lost(connected.serve());
        } finally {
          connected.end();
        }
      } catch (IOException e) {
        record.lost("the certificates cannot be used: " + e.getMessage());
      } catch (StatusRuntimeException e) {
        record.lost(text(e.getStatus()));
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        // a mistake in this program must not end the subscription for good
        LOG.error("the subscription to {} failed", target.address(), e);
        record.lost(e.toString());
      }
      if (Duration.between(begin, clock.instant()).compareTo(timing.lastBackoff()) > 0) {
        backoff.reset();
      }
      pause(backoff.next());
    }
    record.lost("closed");
  }

  private void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      // closed: the loop sees to it
    }
  }

  private static String text(Status status) {
    String code = status.getCode().toString();
    String reason = CallFailure.reason(status);
    return reason.equals(code) ? code : code + ": " + reason;
  }

  /** What there is while the agent answers. Belongs to the client's thread. */
  private final class Connected {
    private final Agent agent;
    private @Nullable EventStream current;
    private @Nullable EventStream older;
    private @Nullable Overlap overlap;
    private Instant overlapEnd = Instant.MAX;
    private Instant nextProbe = Instant.MIN;
    private Instant nextDetails = Instant.MIN;

    Connected(Agent agent) {
      this.agent = agent;
    }

    /** Returns why the connection ended. */
    String serve() throws InterruptedException {
      record.connected(agent.version());
      nextProbe = clock.instant().plus(timing.probe());
      while (!closed) {
        subscribe();
        if (isDue(nextDetails)) {
          nextDetails = clock.instant().plus(timing.details());
          askForDetails();
        }
        Signal signal = signals.poll(untilDue().toNanos(), TimeUnit.NANOSECONDS);
        if (signal instanceof Signal.StreamEnded(EventStream stream, Status status)) {
          if (stream == current) {
            return "the stream ended: " + text(status);
          }
          if (stream == older) {
            closeOlder();
          }
        }
        followOverlap();
        if (isDue(nextProbe)) {
          agent.version();
          nextProbe = clock.instant().plus(timing.probe());
        }
      }
      return "closed";
    }

    /** Follows what is wanted, one change at a time. */
    private void subscribe() {
      Set<EventKind> kinds = wanted;
      EventStream before = current;
      if (overlap != null || kinds.equals(before == null ? Set.of() : before.kinds())) {
        return;
      }
      intake.want(kinds);
      if (before == null || Collections.disjoint(before.kinds(), kinds)) {
        if (before != null) {
          before.close();
        }
        current = kinds.isEmpty() ? null : agent.subscribe(kinds, intake, this::ended);
        return;
      }
      Overlap begun = new Overlap();
      overlap = begun;
      overlapEnd = clock.instant().plus(timing.longestOverlap());
      older = before;
      before.becomeOlder();
      intake.begin(begun);
      current = agent.subscribe(kinds, intake, this::ended);
    }

    private void ended(EventStream stream, Status status) {
      signals.add(new Signal.StreamEnded(stream, status));
    }

    private void followOverlap() {
      if (overlap == null) {
        return;
      }
      if (overlap.oldCanGo()) {
        closeOlder();
      }
      if (overlap.isOver() || isDue(overlapEnd)) {
        endOverlap();
      }
    }

    private void closeOlder() {
      if (older != null && overlap != null) {
        older.close();
        older = null;
        overlap.oldIsClosed();
      }
    }

    private void endOverlap() {
      closeOlder();
      intake.endOverlap();
      overlap = null;
      overlapEnd = Instant.MAX;
    }

    /**
     * An agent that is loading a tracing policy can be slow to answer these: that alone is no
     * reason to give up a stream that works.
     */
    private void askForDetails() {
      try {
        Optional<Map<String, String>> options = agent.options();
        record.options(options.isPresent(), options.orElse(Map.of()));
        record.tracingPolicies(agent.tracingPolicies());
      } catch (StatusRuntimeException e) {
        record.failed("its options and tracing policies are unknown: " + text(e.getStatus()));
      }
    }

    private boolean isDue(Instant instant) {
      return !clock.instant().isBefore(instant);
    }

    /** While two streams overlap, there is no signal for the moment when one of them can go. */
    private Duration untilDue() {
      Instant due = nextProbe.isBefore(nextDetails) ? nextProbe : nextDetails;
      Duration left = Duration.between(clock.instant(), due);
      return overlap != null && left.compareTo(OVERLAP_CHECK) > 0 ? OVERLAP_CHECK : left;
    }

    void end() {
      endOverlap();
      if (current != null) {
        current.close();
      }
      signals.removeIf(Signal.StreamEnded.class::isInstance);
    }
  }
}
