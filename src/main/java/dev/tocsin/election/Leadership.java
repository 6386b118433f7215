package dev.tocsin.election;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.log.LogObject;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Takes part in the election of the one replica that leads, by a Lease.
 *
 * <p>Clocks of different machines are never compared: a replica takes the lease over when it has
 * seen it unchanged for the lease's whole duration, on its own monotonic clock. The leader counts
 * from before the request that renewed it, and for less: {@link #mayWrite} ends {@code duration -
 * renewDeadline} before anybody else can begin. A request that is begun while it holds and takes no
 * longer than that is over by then.
 *
 * <p>Fabric8's LeaderElector is not used: it compares the lease's time with the local clock, does
 * not notice that its time is up while a request hangs, and cannot be asked.
 */
public final class Leadership implements Election {

  /**
   * How to be elected.
   *
   * @param lease name of the Lease object
   * @param identity of this replica: its pod's name. A container that is started again in the same
   *     pod goes on where the last one ended
   * @param duration that others wait for without a sign of the leader
   * @param renewDeadline how long after a renewal the leader may still act
   * @param retry between two attempts to renew or to acquire, at most
   */
  public record Settings(
      String namespace,
      String lease,
      String identity,
      Duration duration,
      Duration renewDeadline,
      Duration retry) {

    public Settings {
      if (renewDeadline.compareTo(duration) >= 0 || retry.compareTo(renewDeadline) >= 0) {
        throw new IllegalArgumentException(
            "leadership: retry %s < renew deadline %s < duration %s does not hold"
                .formatted(retry, renewDeadline, duration));
      }
    }

    public static Settings defaults(String namespace, String lease, String identity) {
      return new Settings(
          namespace,
          lease,
          identity,
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2));
    }
  }

  /** Told one thing after the other, on a thread that may be blocked. */
  public interface Listener {
    /** Begins to lead. One that throws gives the lease up, and is not elected again. */
    void acquired();

    /** May be late: ask {@link #mayWrite} before each write. */
    void lost();

    /**
     * Who leads now.
     *
     * @param identity {@code ""} when nobody does
     */
    void leader(String identity);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private final Settings settings;
  private final LeaseObject lease;
  private final Listener listener;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ExecutorService notifications =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("leadership news").factory());
  private final Thread thread;

  private volatile @Nullable Renewal renewal;
  private volatile String leader = "";
  private volatile String problem = "";
  private volatile boolean closed;
  private volatile boolean abandoned;
  private boolean leading;
  private @Nullable Sighting sighting;

  /** When the request began that renewed the lease. */
  private record Renewal(long nanos, Instant instant) {}

  /** The lease as it was first seen at a time. */
  private record Sighting(LeaseObject.Claim claim, long nanos) {}

  public Leadership(
      KubernetesClient client, Settings settings, Listener listener, InstantSource clock) {
    this(client, settings, listener, clock, System::nanoTime);
  }

  Leadership(
      KubernetesClient client,
      Settings settings,
      Listener listener,
      InstantSource clock,
      LongSupplier nanos) {
    this.settings = settings;
    // Three in a row that are not answered fit in before the time to act is over.
    Duration timeout = settings.renewDeadline().dividedBy(3);
    this.lease = new LeaseObject(ApiRequests.limited(client, timeout), settings);
    this.listener = listener;
    this.clock = clock;
    this.nanos = nanos;
    this.thread = Thread.ofVirtual().name("leadership").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  /**
   * Whether this replica leads and nobody else can have begun to. Monotonic time notices a process
   * that was stopped; the wall clock of a machine that was.
   */
  @Override
  public boolean mayWrite() {
    Renewal last = renewal;
    return last != null
        && nanos.getAsLong() - last.nanos() < settings.renewDeadline().toNanos()
        && clock.instant().isBefore(last.instant().plus(settings.renewDeadline()));
  }

  @Override
  public String leader() {
    return leader;
  }

  /** Why the lease could not be read or written at the last attempt, {@code ""} if it could. */
  @Override
  public String problem() {
    return problem;
  }

  private void run() {
    while (!closed && !abandoned) {
      attempt();
      try {
        Thread.sleep(pause());
      } catch (InterruptedException e) {
        // closed or abandoned: the loop sees to it
      }
    }
    if (leading && !closed) {
      lose();
      release();
    }
  }

  /** Another replica may be able to do what this one cannot. */
  private void begin() {
    try {
      listener.acquired();
    } catch (RuntimeException | Error e) {
      replica(LOG.atError())
          .setCause(e)
          .log(
              "this replica, {}, cannot start leading and releases the lease", settings.identity());
      abandoned = true;
      thread.interrupt();
    }
  }

  /** One look at the lease, and one attempt to write it where it is ours or free. */
  void attempt() {
    Renewal begin = new Renewal(nanos.getAsLong(), clock.instant());
    try {
      Lease current = lease.read();
      if (current == null) {
        lease.create(clock.instant());
        renewed(begin);
      } else {
        LeaseObject.Claim claim = LeaseObject.claim(current);
        see(claim);
        if (claim.holder().equals(settings.identity()) || isFree(claim)) {
          lease.renew(current, clock.instant());
          renewed(begin);
        } else {
          follow(claim.holder());
        }
      }
      problem = "";
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        problem = "";
        lease(LOG.atDebug()).log("the lease {} was written by another replica", settings.lease());
      } else if (!closed) {
        String text = ApiRequests.error(e);
        if (problem.isEmpty()) {
          lease(LOG.atWarn())
              .log("the lease {} cannot be read or written: {}", settings.lease(), text);
        }
        problem = text;
      }
    } catch (RuntimeException e) {
      // A mistake in this program, or an answer that is none: the lead is lost if it stays so.
      lease(LOG.atError()).setCause(e).log("the lease {} could not be processed", settings.lease());
      problem = e.toString();
    }
    if (leading && !mayWrite()) {
      replica(LOG.atWarn())
          .log(
              "this replica, {}, no longer leads: the lease was not renewed in time",
              settings.identity());
      lose();
    }
  }

  /** Counts from the answer, not from the request: it may have been written in between. */
  private void see(LeaseObject.Claim claim) {
    Sighting last = sighting;
    if (last == null || !last.claim().equals(claim)) {
      sighting = new Sighting(claim, nanos.getAsLong());
    }
  }

  private boolean isFree(LeaseObject.Claim claim) {
    Sighting last = sighting;
    return claim.holder().isEmpty() || last == null || untilFree(last) < 0;
  }

  /** Nanoseconds until it may be taken over, if nobody renews it. */
  private long untilFree(Sighting last) {
    long wait = Math.max(last.claim().duration().toNanos(), settings.duration().toNanos());
    return wait - (nanos.getAsLong() - last.nanos());
  }

  /** Until the next attempt: who waits for a lease to run out is there when it does. */
  Duration pause() {
    Sighting last = sighting;
    long left = leading || last == null ? 0 : untilFree(last) + 1;
    return left > 0 && left < settings.retry().toNanos()
        ? Duration.ofNanos(left)
        : settings.retry();
  }

  private void renewed(Renewal begin) {
    renewal = begin;
    if (!leading) {
      leading = true;
      replica(LOG.atInfo()).log("this replica, {}, leads", settings.identity());
      notifyListener(settings.identity());
      notifications.execute(this::begin);
    }
  }

  private void follow(String holder) {
    if (leading) {
      replica(LOG.atWarn())
          .log("this replica, {}, no longer leads: {} does", settings.identity(), holder);
      lose();
    }
    notifyListener(holder);
  }

  private void lose() {
    renewal = null;
    leading = false;
    notifications.execute(listener::lost);
    notifyListener("");
  }

  private void notifyListener(String newLeader) {
    if (!leader.equals(newLeader)) {
      leader = newLeader;
      notifications.execute(() -> listener.leader(newLeader));
    }
  }

  /**
   * Ends the leadership, if it is ours: reports it, waits until that has been processed, and lets
   * the lease go, so that another replica can begin at once. What is to be written must be written
   * before.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    boolean had = leading;
    if (had) {
      replica(LOG.atInfo()).log("this replica, {}, stops leading", settings.identity());
      lose();
    }
    notifications.close();
    if (had) {
      release();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    try {
      Lease current = lease.read();
      if (current != null && LeaseObject.claim(current).holder().equals(settings.identity())) {
        lease.release(current, clock.instant());
      }
    } catch (KubernetesClientException e) {
      lease(LOG.atWarn())
          .log(
              "the lease {} could not be released, other replicas wait until it expires: {}",
              settings.lease(),
              ApiRequests.error(e));
    }
  }

  private LoggingEventBuilder lease(LoggingEventBuilder line) {
    return new LogObject("Lease", settings.namespace(), settings.lease()).in(line);
  }

  private LoggingEventBuilder replica(LoggingEventBuilder line) {
    return LogObject.pod(settings.namespace(), settings.identity()).in(line);
  }
}
