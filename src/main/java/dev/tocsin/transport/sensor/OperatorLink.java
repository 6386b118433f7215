package dev.tocsin.transport.sensor;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.retry.Backoff;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.Range;
import dev.tocsin.transport.proto.Receipt;
import dev.tocsin.transport.proto.Welcome;
import dev.tocsin.transport.protocol.Protocol;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.protocol.SensorReportCodec;
import dev.tocsin.transport.spool.Spool;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what is in the spool to the operator: finds the replica that leads, sends entries in the
 * order of their sequence, forgets what the operator is done with, and sends all else again on the
 * next stream. One thread does all of it.
 *
 * <p>Every replica that an address stands for is tried, one after the other; those that do not lead
 * say so at once. Only when none would take the stream there is a pause, which grows.
 */
public final class OperatorLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorLink.class);

  /** How long a stream must have worked for the pauses to start over. */
  private static final Duration PROVEN = Duration.ofSeconds(10);

  /** The spool's identity changes without a sound. */
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final LinkSettings settings;
  private final List<OperatorAddress> addresses;
  private final String node;
  private final String version;
  private final Spool spool;
  private final Backoff backoff;
  private final LinkRecord record;

  /** A permit for each thing that the thread should look at; it takes all that there are. */
  private final Semaphore wakeUp = new Semaphore(0);

  private final AtomicReference<@Nullable SensorReport> report = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable CountDownLatch allTaken;

  /** What was sent on any stream, in the spool that is named. */
  private long highestSent;

  private String sentOf = "";

  /**
   * @param version of this build, for people
   * @param random for the jitter of pauses
   */
  public OperatorLink(
      LinkSettings settings, String node, String version, Spool spool, RandomGenerator random) {
    this.settings = settings;
    this.addresses = settings.addresses().stream().map(OperatorAddress::parse).toList();
    this.node = node;
    this.version = version;
    this.spool = spool;
    this.backoff =
        new Backoff(settings.timing().firstBackoff(), settings.timing().lastBackoff(), random);
    this.record = new LinkRecord();
    this.thread = Thread.ofVirtual().name("operator link").unstarted(this::runUntilClosed);
  }

  /** Connects, and keeps connected until closed. Returns at once. */
  public void start() {
    spool.onAvailable(wakeUp::release);
    thread.start();
  }

  /**
   * Has a report sent as soon as there is a connection; one that was not sent yet is replaced. The
   * last one is sent again when a new stream begins.
   */
  public void report(SensorReport status) {
    report.set(status);
    wakeUp.release();
  }

  public LinkState state() {
    return record.state();
  }

  public LinkCounters counters() {
    return record.counters();
  }

  /**
   * Waits until the operator has taken what is in the spool now, as long as there is a connection.
   * It stays in the spool until the operator is done with it.
   */
  public void awaitTaken(Duration limit) throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    allTaken = latch;
    wakeUp.release();
    latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the stream, and waits until its thread is done. What is in the spool stays there. */
  @Override
  public void close() {
    closed = true;
    wakeUp.release();
    Uninterruptibles.joinUninterruptibly(thread);
  }

  private void runUntilClosed() {
    while (!closed) {
      Set<String> problems = new LinkedHashSet<>();
      try {
        tryAll(problems);
      } catch (RuntimeException e) {
        // a mistake in this program must not end the link for good
        LOG.error("the link to the operator failed", e);
        problems.add(e.toString());
      }
      if (!closed) {
        record.lost(String.join("; ", problems));
        CountDownLatch waiting = allTaken;
        if (waiting != null) {
          waiting.countDown(); // nobody takes anything
        }
        pause(backoff.next());
      }
    }
    record.lost("closed");
  }

  /** Returns when no replica takes the stream, or one that did has ended it. */
  private void tryAll(Set<String> problems) {
    for (InetSocketAddress replica : replicas(problems)) {
      if (closed) {
        return;
      }
      try (ReplicaConnection connection = ReplicaConnection.to(replica, settings)) {
        Session session = new Session(connection);
        problems.add(session.serve());
        if (session.wasWelcome()) {
          return;
        }
      } catch (LinkException e) {
        problems.add(e.problem());
      }
    }
  }

  private List<InetSocketAddress> replicas(Set<String> problems) {
    List<InetSocketAddress> all = new ArrayList<>();
    for (OperatorAddress address : addresses) {
      try {
        all.addAll(address.resolve());
      } catch (UnknownHostException e) {
        problems.add("the name " + address.host() + " does not resolve");
      }
    }
    return all;
  }

  private void pause(Duration delay) {
    long end = System.nanoTime() + delay.toNanos();
    while (!closed && end - System.nanoTime() > 0) {
      await(Duration.ofNanos(end - System.nanoTime()));
    }
  }

  /** Waits for a permit. */
  private void await(Duration longest) {
    try {
      if (wakeUp.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        wakeUp.drainPermits();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** What is done with one stream. */
  private final class Session {
    private final ReplicaConnection connection;
    private final String identity = spool.identity();
    private final OperatorStream stream;
    private final long begin = System.nanoTime();
    private boolean welcomed;
    private @Nullable SensorReport reported;

    Session(ReplicaConnection connection) {
      this.connection = connection;
      this.stream =
          new OperatorStream(
              connection,
              Hello.newBuilder()
                  .setProtocol(Protocol.VERSION)
                  .setVersion(version)
                  .setNode(node)
                  .setSpool(identity)
                  .build(),
              wakeUp);
      if (!identity.equals(sentOf)) {
        sentOf = identity;
        highestSent = 0;
      }
    }

    boolean wasWelcome() {
      return welcomed;
    }

    /** Returns why it ended. */
    String serve() {
      while (!closed) {
        acknowledge();
        Status ended = stream.ended();
        if (ended != null) {
          return connection.problem(ended);
        }
        Welcome terms = stream.welcome();
        if (terms == null) {
          Duration left = settings.timing().connect().minusNanos(System.nanoTime() - begin);
          if (left.isNegative() || left.isZero()) {
            stream.cancel();
            return connection.address() + " does not answer";
          }
          await(left);
          continue;
        }
        if (!welcomed) {
          if (!Protocol.worksWith(terms.getProtocol())) {
            stream.cancel();
            return "this sensor speaks protocol %d, the operator at %s speaks %s"
                .formatted(
                    Protocol.VERSION,
                    connection.address(),
                    Integer.toUnsignedString(terms.getProtocol()));
          }
          welcomed = true;
          record.connected(connection.address(), terms.getVersion());
        }
        if (System.nanoTime() - begin > PROVEN.toNanos()) {
          backoff.reset();
        }
        if (!identity.equals(spool.identity())) {
          stream.cancel();
          return "the spool starts over";
        }
        send(terms);
        CountDownLatch waiting = allTaken;
        if (waiting != null && stream.isAllTaken() && spool.next(stream.lastSent()).isEmpty()) {
          waiting.countDown();
        }
        await(POLL_INTERVAL);
      }
      stream.cancel();
      return "closed";
    }

    private void send(Welcome terms) {
      SensorReport latest = report.get();
      if (latest != null && latest != reported && stream.isReady()) {
        reported = latest;
        NodeReport message = SensorReportCodec.encode(latest);
        stream.send(message);
        record.reported(message.getSerializedSize());
      }
      while (stream.takes(terms) && !closed) {
        Optional<Spool.Spooled> next = spool.next(stream.lastSent());
        if (next.isEmpty()) {
          return;
        }
        Spool.Spooled entry = next.get();
        stream.send(entry.entry());
        record.sent(entry.entry().getSerializedSize(), entry.sequence() <= highestSent);
        highestSent = Math.max(highestSent, entry.sequence());
      }
    }

    private void acknowledge() {
      for (Receipt receipt = stream.receipt(); receipt != null; receipt = stream.receipt()) {
        long removed = 0;
        for (Range range : receipt.getDoneList()) {
          // whatever it says, what was not sent is not done
          long last = Math.min(range.getLast(), stream.lastSent());
          if (range.getFirst() >= 0 && range.getFirst() <= last) {
            removed += spool.done(range.getFirst(), last);
          }
        }
        record.acknowledged(removed, receipt.getRefused());
        if (removed > 0) {
          backoff.reset();
        }
      }
    }
  }
}
