package dev.tocsin.notify.progress;

import dev.tocsin.alert.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one output has sent, also while its spec is changed: how much, and for each alert what its
 * object does not say yet. Thread safe.
 */
public final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);

  /** {@code namespace/name}: names the output among the deliveries of alerts. */
  public final String output;

  private final DeliveryReport report;

  /** By uid: what was taken or given up, as long as the alert's object does not say it. */
  private final Map<String, Delivery> settled = new ConcurrentHashMap<>();

  /** The uids of alerts that failed, and whose objects are to say so. */
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  /** Uid to what holds it back, for those whose objects are to say so. */
  private final Map<String, String> held = new ConcurrentHashMap<>();

  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private volatile LaneState state = LaneState.NOTHING_SENT;
  private volatile String lastRefusal = "";
  private volatile @Nullable Instant lastSuccess;

  public Progress(String output, DeliveryReport report) {
    this.output = output;
    this.report = report;
  }

  /** What the output has of an alert; null for nothing. */
  @Nullable
  public Delivery of(KnownAlert alert) {
    String uid = alert.ref().uid();
    Delivery said = alert.deliveries().of(output);
    Delivery own = settled.get(uid);
    if (own == null) {
      return said;
    }
    if (said != null && said.revision() >= own.revision()) {
      settled.remove(uid, own);
      return said;
    }
    report.delivered(alert.ref(), output, own); // it may have been lost on the way
    return own;
  }

  public void delivered(KnownAlert alert, Delivery delivery, Instant now) {
    delivered.incrementAndGet();
    lastSuccess = now;
    settle(alert, delivery);
  }

  /** People were reminded of it: nothing that the alert's object would have to say. */
  public void repeated(Instant now) {
    delivered.incrementAndGet();
    lastSuccess = now;
  }

  public void refused(KnownAlert alert, Delivery delivery) {
    refused.incrementAndGet();
    lastRefusal = delivery.message();
    settle(alert, delivery);
  }

  public void expired(KnownAlert alert, Delivery delivery) {
    expired.incrementAndGet();
    lastRefusal = delivery.message();
    settle(alert, delivery);
  }

  private void settle(KnownAlert alert, Delivery delivery) {
    settled.put(alert.ref().uid(), delivery);
    waiting.remove(alert.ref().uid());
    held.remove(alert.ref().uid());
    report.delivered(alert.ref(), output, delivery);
  }

  /**
   * It is not sent for now; the alert's object is to say so, once for each reason.
   *
   * @param by what holds it back
   */
  public void held(KnownAlert alert, String by, Instant now) {
    String uid = alert.ref().uid();
    waiting.remove(uid);
    Delivery before = of(alert);
    if (by.equals(held.put(uid, by))
        || before != null
            && before.state() == Delivery.State.HELD
            && before.message().equals("held by " + by)) {
      return;
    }
    Delivery delivery = again(before, Delivery.State.HELD, "held by " + by, now);
    settled.put(uid, delivery);
    report.delivered(alert.ref(), output, delivery);
  }

  /** What the output had before, in another state. */
  private static Delivery again(
      @Nullable Delivery before, Delivery.State state, String message, Instant now) {
    return before == null
        ? new Delivery(0, 0, null, state, message, now)
        : new Delivery(before.step(), before.revision(), before.transition(), state, message, now);
  }

  /** It failed and is tried again; the first time, the alert's object is to say so. */
  public void retried(KnownAlert alert, String reason, Instant now) {
    retried.incrementAndGet();
    held.remove(alert.ref().uid());
    if (waiting.add(alert.ref().uid())) {
      report.delivered(alert.ref(), output, again(of(alert), Delivery.State.WAITING, reason, now));
    }
  }

  public boolean hasFailed(String uid) {
    return waiting.contains(uid);
  }

  /** The alert's object is gone. */
  public void forget(String uid) {
    settled.remove(uid);
    waiting.remove(uid);
    held.remove(uid);
  }

  /** One line of the log for each change. */
  public void state(LaneState now) {
    LaneState before = state;
    state = now;
    if (before.kind() == now.kind()) {
      return;
    }
    switch (now.kind()) {
      case NOTHING_SENT -> {}
      case DELIVERING -> log.info("output {} delivers", output);
      case RETRYING, UNHEALTHY, SECRET_UNUSABLE, ADDRESS_FORBIDDEN, STOPPED ->
          log.warn("output {} does not deliver: {}", output, now.message());
    }
  }

  public LaneState state() {
    return state;
  }

  public long delivered() {
    return delivered.get();
  }

  public long retried() {
    return retried.get();
  }

  /** What the receiver refused. */
  public long refused() {
    return refused.get();
  }

  /** What it did not take in time. */
  public long expired() {
    return expired.get();
  }

  /** Why the last was given up; {@code ""} where none was. */
  public String lastRefusal() {
    return lastRefusal;
  }

  @Nullable
  public Instant lastSuccess() {
    return lastSuccess;
  }
}
