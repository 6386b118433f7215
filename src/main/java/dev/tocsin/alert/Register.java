package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All alerts there are: by name, the latest episode of each, those with something to write, and how
 * many count against which cap.
 *
 * <p>Guarded by the aggregator's lock.
 */
final class Register {
  private final AlertSettings settings;
  private final Caps caps;
  private final Map<AlertName, Tracked> byName = new LinkedHashMap<>();

  /** The latest episode, by the base of its name. */
  private final Map<String, Tracked> latest = new HashMap<>();

  private final Set<Tracked> dirty = new LinkedHashSet<>();
  private final Receipts receipts = new Receipts();
  private final Openings openings = new Openings();
  private Set<String> receivers = Set.of();
  private long sequence;
  private long marks;

  Register(AlertSettings settings) {
    this.settings = settings;
    this.caps = new Caps(settings);
  }

  Collection<Tracked> alerts() {
    return byName.values();
  }

  /** Alerts with something to write. */
  Set<Tracked> dirty() {
    return dirty;
  }

  /** Grows when an alert becomes dirty. */
  long marks() {
    return marks;
  }

  Caps caps() {
    return caps;
  }

  Receipts receipts() {
    return receipts;
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

  boolean holds(Tracked alert) {
    return byName.get(alert.name) == alert;
  }

  @Nullable Tracked get(AlertName name) {
    return byName.get(name);
  }

  /** The latest episode. */
  @Nullable Tracked latest(String base) {
    return latest.get(base);
  }

  void setLatest(Tracked alert) {
    latest.put(alert.name.base(), alert);
  }

  /**
   * Takes in a new alert, as the latest episode.
   *
   * @param home the namespace that it belongs in
   */
  Tracked track(
      AlertName name,
      String home,
      Headline headline,
      @Nullable Overflow overflow,
      Duration expireAfter,
      Instant now) {
    Tracked alert =
        new Tracked(
            name,
            home,
            headline,
            overflow,
            expireAfter,
            sequence++,
            now,
            settings.shortestInterval());
    byName.put(name, alert);
    latest.put(name.base(), alert);
    caps.add(alert);
    return alert;
  }

  /** There is something to write. */
  void markDirty(Tracked alert, Instant now) {
    if (alert.dirtySince == null) {
      alert.dirtySince = now;
      dirty.add(alert);
      marks++;
    }
  }

  /** There is nothing to write any more. */
  void markClean(Tracked alert) {
    alert.dirtySince = null;
    dirty.remove(alert);
  }

  void remove(Tracked alert) {
    receipts.stored(alert.pending.receipts());
    caps.remove(alert);
    byName.remove(alert.name, alert);
    latest.remove(alert.name.base(), alert);
    dirty.remove(alert);
  }
}
