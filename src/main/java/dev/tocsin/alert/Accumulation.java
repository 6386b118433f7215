package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an alert's object does not say yet: findings since the last successful write. Kept apart
 * from what was written, so that a failed write loses nothing and a deleted object starts anew with
 * exactly what came after.
 */
final class Accumulation {
  /** Distinct nodes remembered for one alert. */
  private static final int NODES = 1000;

  private long count;
  private long firstSeenNanos = Long.MAX_VALUE;
  private long lastSeenNanos = Long.MIN_VALUE;
  private final Set<String> nodes = new LinkedHashSet<>(2);
  private final List<Sample> samples = new ArrayList<>(Tally.SAMPLES);
  private long lostEvents;
  private long foldedAlerts;
  private @Nullable Finding first;

  /** Adds a finding whose event happened then. */
  void add(Finding finding, long timeNanos) {
    if (first == null) {
      first = Retention.bound(finding);
    }
    count++;
    seen(timeNanos, timeNanos);
    addNode(finding.facts().node());
    addSample(Sample.of(finding, timeNanos));
  }

  /** Adds findings that belonged to another alert, which has given way; this one led to it. */
  void addDisplaced(Tally other, Finding cause) {
    if (first == null) {
      first = Retention.bound(cause);
    }
    add(other);
  }

  void addLost(long events) {
    lostEvents += events;
  }

  void addFolded(long alerts) {
    foldedAlerts += alerts;
  }

  /** Adds findings that an alert had which is given up; the object that held it is gone. */
  void add(Tally other) {
    count += other.count();
    seen(other.firstSeenNanos(), other.lastSeenNanos());
    other.nodes().forEach(this::addNode);
    other.samples().forEach(this::addSample);
    lostEvents += other.lostEvents();
    foldedAlerts += other.foldedAlerts();
  }

  void add(Accumulation other) {
    if (first == null) {
      first = other.first;
    }
    count += other.count;
    seen(other.firstSeenNanos, other.lastSeenNanos);
    other.nodes.forEach(this::addNode);
    other.samples.forEach(this::addSample);
    lostEvents += other.lostEvents;
    foldedAlerts += other.foldedAlerts;
  }

  boolean isEmpty() {
    return count == 0 && lostEvents == 0 && foldedAlerts == 0;
  }

  long count() {
    return count;
  }

  Set<String> nodes() {
    return nodes;
  }

  /** The first finding: what a new object says happened. Null as long as there is none. */
  @Nullable Finding first() {
    return first;
  }

  /** What the object is to say: what it says already, and this. */
  Tally onTopOf(Tally written, Set<String> writtenNodes) {
    Accumulation all = new Accumulation();
    all.add(written);
    writtenNodes.forEach(all::addNode);
    all.add(this);
    return new Tally(
        all.count,
        all.firstSeenNanos,
        all.lastSeenNanos,
        all.nodes.stream().limit(Tally.NODES).toList(),
        Math.max(written.nodeCount(), all.nodes.size()),
        List.copyOf(all.samples),
        all.lostEvents,
        all.foldedAlerts);
  }

  private void seen(long earliest, long latest) {
    firstSeenNanos = Math.min(firstSeenNanos, earliest);
    lastSeenNanos = Math.max(lastSeenNanos, latest);
  }

  private void addNode(String node) {
    if (!node.isEmpty() && nodes.size() < NODES) {
      nodes.add(node);
    }
  }

  /** Keeps the latest by event time; among equals, the later to arrive. */
  private void addSample(Sample sample) {
    int at = samples.size();
    while (at > 0 && samples.get(at - 1).timeNanos() > sample.timeNanos()) {
      at--;
    }
    samples.add(at, sample);
    if (samples.size() > Tally.SAMPLES) {
      samples.removeFirst();
    }
  }
}
