package dev.tocsin.alert;

import dev.tocsin.engine.AlertListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All alerts there are, under one lock: by name, the latest episode of each, those with something
 * to write, how many count against which cap, the reports that wait to be acknowledged, and the
 * alerts that listeners are to be notified of.
 *
 * <p>{@link #read} and {@link #change} take the lock; all else is called with it.
 */
final class AlertBook {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final AlertSettings settings;
  private final Caps caps;
  private final Map<AlertName, AlertState> byName = new LinkedHashMap<>();

  /** The latest episode, by the base of its name. */
  private final Map<String, AlertState> latest = new HashMap<>();

  private final Set<AlertState> pending = new LinkedHashSet<>();
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final Openings openings = new Openings();
  private final AlertListeners listeners = new AlertListeners();
  private Set<String> receivers = Set.of();
  private long sequence;
  private long wakeUps;

  AlertBook(AlertSettings settings) {
    this.settings = settings;
    this.caps = new Caps(settings);
  }

  <T extends @Nullable Object> T read(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes something; then, without the lock, acknowledges what is stored and notifies. */
  void change(Runnable happening) {
    List<Acknowledgement> stored;
    Consumer<AlertListener> opened;
    lock.lock();
    try {
      happening.run();
      stored = acknowledgements.take();
      opened = openings.take();
    } finally {
      lock.unlock();
    }
    stored.forEach(Acknowledgement::give);
    opened.accept(listeners);
  }

  void addListener(AlertListener listener) {
    listeners.add(listener);
  }

  /** Waits until the writer is woken after that many times, or the time is over. */
  void await(long known, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (nanos > 0 && wakeUps == known) {
        nanos = woken.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the writer. */
  void wake() {
    wakeUps++;
    woken.signalAll();
  }

  long wakeUps() {
    return wakeUps;
  }

  Collection<AlertState> alerts() {
    return byName.values();
  }

  /** Alerts with something to write. */
  Set<AlertState> pending() {
    return pending;
  }

  Caps caps() {
    return caps;
  }

  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  Openings openings() {
    return openings;
  }

  /** The names of those that alerts are announced to. */
  Set<String> receivers() {
    return receivers;
  }

  void setReceivers(Set<String> names) {
    receivers = names;
  }

  @Nullable AlertState get(AlertName name) {
    return byName.get(name);
  }

  /** The alert with that very object. */
  @Nullable AlertState get(AlertRef ref) {
    AlertState alert = byName.get(ref.name());
    AlertRef known = alert == null ? null : alert.ref();
    return known != null && known.isSameObject(ref) ? alert : null;
  }

  /** The latest episode. */
  @Nullable AlertState latest(String base) {
    return latest.get(base);
  }

  void setLatest(AlertState alert) {
    latest.put(alert.name.base(), alert);
  }

  /**
   * Takes in a new alert, as the latest episode.
   *
   * @param home the namespace that it belongs in
   */
  AlertState add(
      AlertName name,
      String home,
      AlertSummary summary,
      @Nullable Overflow overflow,
      Duration expireAfter,
      Instant now) {
    AlertState alert =
        new AlertState(name, home, summary, overflow, expireAfter, sequence++, settings, now);
    byName.put(name, alert);
    latest.put(name.base(), alert);
    caps.add(alert);
    return alert;
  }

  /** Takes in the next episode of an alert, in another namespace. */
  AlertState addNext(AlertState alert, Instant now) {
    return add(
        alert.name.next(),
        alert.namespace(),
        alert.summary,
        alert.overflow,
        alert.expireAfter(),
        now);
  }

  /** Its phase may be another one: caps follow. */
  void moved(AlertState alert) {
    if (alert.countsAgainstCaps()) {
      caps.add(alert);
    } else {
      caps.remove(alert);
    }
  }

  /** There is something to write. */
  void markPending(AlertState alert, Instant now) {
    if (alert.pace.pending(now)) {
      pending.add(alert);
      wake();
    }
  }

  /** The writer takes what is pending. */
  void claim(AlertState alert) {
    clearPending(alert);
    alert.claimed();
  }

  /** There is nothing to write any more. */
  void clearPending(AlertState alert) {
    alert.pace.nothingPending();
    pending.remove(alert);
  }

  /** Keeps it no longer; what it had to write is not to be written. */
  void forget(AlertState alert) {
    alert.forgotten();
    acknowledgements.stored(alert.content().pending().acknowledgements());
    caps.remove(alert);
    byName.remove(alert.name, alert);
    latest.remove(alert.name.base(), alert);
    pending.remove(alert);
  }
}
