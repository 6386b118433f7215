package dev.tocsin.alert;

import java.time.Instant;
import java.util.List;

/**
 * How often and where: what changes about an alert.
 *
 * @param count findings
 * @param firstSeenNanos earliest event time, Unix time in nanoseconds
 * @param lastSeenNanos latest event time
 * @param nodes at most {@link #NODES}
 * @param nodeCount of all nodes; after a restart, nodes that are not among {@code nodes} and were
 *     seen before it are not counted again, nor told from new ones
 * @param samples the latest last: at most {@link #SAMPLES}, or the latest of each policy, at most
 *     {@link #SAMPLED_POLICIES}
 * @param lostEvents events lost while findings came in: the count may be too low by as many
 * @param aggregatedAlerts of an overflow alert: how many alerts were not written, up to {@link
 *     AlertState#aggregated}
 * @param contributors of an overflow alert: who has the most in it, the largest first
 * @param composition of an alert of a policy over alerts: what it is made of
 * @param counted for each node, up to where its spool is in this count; see {@link Counted}
 */
public record Tally(
    long count,
    long firstSeenNanos,
    long lastSeenNanos,
    List<String> nodes,
    int nodeCount,
    List<Sample> samples,
    long lostEvents,
    long aggregatedAlerts,
    List<Contribution> contributors,
    Composition composition,
    List<Origin> counted) {
  public static final int NODES = 10;
  public static final int SAMPLES = 5;
  public static final int SAMPLED_POLICIES = 10;
  public static final Tally NONE =
      new Tally(
          0,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          List.of(),
          0,
          List.of(),
          0,
          0,
          List.of(),
          Composition.NONE,
          List.of());

  /** Whether events were lost while the alert was open. */
  public boolean gap() {
    return lostEvents > 0;
  }

  public Instant firstSeen() {
    return instant(firstSeenNanos);
  }

  public Instant lastSeen() {
    return instant(lastSeenNanos);
  }

  /** One finding that nothing else is known of. */
  static Tally once(Instant time) {
    long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    return new Tally(
        1, nanos, nanos, List.of(), 0, List.of(), 0, 0, List.of(), Composition.NONE, List.of());
  }

  /** Only what every store takes: the counts and times, and what makes them exact. */
  Tally reduced() {
    return new Tally(
        count,
        firstSeenNanos,
        lastSeenNanos,
        List.of(),
        nodeCount,
        List.of(),
        lostEvents,
        aggregatedAlerts,
        List.of(),
        Composition.NONE,
        counted);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
