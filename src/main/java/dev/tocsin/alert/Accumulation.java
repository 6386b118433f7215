package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an alert's object does not say yet: findings since the last successful write. Kept apart
 * from what was written, so that a failed write loses nothing and a deleted object starts over with
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
  private final Contributors contributors = new Contributors();
  private final GrowingComposition parts = new GrowingComposition();
  private long lostEvents;
  private long aggregatedAlerts;
  private final List<Acknowledgement> acknowledgements = new ArrayList<>(0);
  private @Nullable Finding first;

  /**
   * Adds findings.
   *
   * @param firstNanos when the earliest of them happened
   */
  void add(Reported reported, long firstNanos, long lastNanos, Acknowledgement acknowledgement) {
    Finding finding = reported.finding();
    if (first == null) {
      first = Retention.bound(finding);
    }
    count += reported.count();
    seen(firstNanos, lastNanos);
    addNode(finding.facts().node());
    addSample(Sample.of(finding, lastNanos));
    acknowledgements.add(acknowledgement);
  }

  /** The reports in it; whoever takes the findings takes these too. */
  List<Acknowledgement> acknowledgements() {
    return acknowledgements;
  }

  /** Takes out what an object has been found to count already, and returns its acknowledgements. */
  List<Acknowledgement> dropCounted(List<Origin> counted) {
    List<Acknowledgement> dropped = new ArrayList<>();
    for (Acknowledgement acknowledgement : acknowledgements) {
      if (acknowledgement.origin != null && Counted.covers(counted, acknowledgement.origin)) {
        dropped.add(acknowledgement);
        count -= acknowledgement.count;
        Contribution contribution = acknowledgement.contribution;
        if (contribution != null) {
          contributors.subtract(contribution);
        }
      }
    }
    acknowledgements.removeAll(dropped);
    return dropped;
  }

  /** Notes whose findings were added to an overflow alert. */
  void addContribution(Contribution contribution) {
    contributors.add(contribution);
  }

  /** Notes one of the alerts that it is made of. */
  void addPart(ContributingAlert alert) {
    parts.add(alert);
  }

  void addLost(long events) {
    lostEvents += events;
  }

  void addAggregated(long alerts) {
    aggregatedAlerts += alerts;
  }

  /** Adds what an object says. */
  void add(Tally other) {
    count += other.count();
    seen(other.firstSeenNanos(), other.lastSeenNanos());
    other.nodes().forEach(this::addNode);
    other.samples().forEach(this::addSample);
    contributors.addAll(other.contributors());
    parts.add(other.composition());
    lostEvents += other.lostEvents();
    aggregatedAlerts += other.aggregatedAlerts();
  }

  void add(Accumulation other) {
    if (first == null) {
      first = other.first;
    }
    count += other.count;
    seen(other.firstSeenNanos, other.lastSeenNanos);
    other.nodes.forEach(this::addNode);
    other.samples.forEach(this::addSample);
    contributors.addAll(other.contributors.largestFirst());
    parts.add(other.parts.composition());
    lostEvents += other.lostEvents;
    aggregatedAlerts += other.aggregatedAlerts;
    acknowledgements.addAll(other.acknowledgements);
  }

  boolean isEmpty() {
    return count == 0 && lostEvents == 0 && aggregatedAlerts == 0 && parts.isEmpty();
  }

  long count() {
    return count;
  }

  /** Event time of the earliest finding. */
  long firstSeenNanos() {
    return firstSeenNanos;
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
        all.aggregatedAlerts,
        all.contributors.largestFirst(),
        all.parts.composition(),
        counted(written));
  }

  private List<Origin> counted(Tally written) {
    Counted counted = new Counted(written.counted());
    for (Acknowledgement acknowledgement : acknowledgements) {
      if (acknowledgement.origin != null) {
        counted.add(acknowledgement.origin);
      }
    }
    return counted.origins();
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

  /**
   * Keeps the latest by event time; among equals, the later to arrive. Of several policies, the
   * latest of each is kept the longest.
   */
  private void addSample(Sample sample) {
    if (samples.contains(sample)) {
      return; // it is in the object, and was reported again
    }
    int at = samples.size();
    while (at > 0 && samples.get(at - 1).timeNanos() > sample.timeNanos()) {
      at--;
    }
    samples.add(at, sample);
    if (samples.size() > Tally.SAMPLES) {
      boundSamples();
    }
  }

  private void boundSamples() {
    for (int i = 0; i < samples.size(); i++) {
      String policy = samples.get(i).policy();
      if (samples.stream().skip(i + 1L).anyMatch(later -> later.policy().equals(policy))) {
        samples.remove(i);
        return;
      }
    }
    if (samples.size() > Tally.SAMPLED_POLICIES) {
      samples.removeFirst();
    }
  }
}
