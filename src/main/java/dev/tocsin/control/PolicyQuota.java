package dev.tocsin.control;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For which policies there is room: whoever may write policies in a namespace must not fill the
 * heap of every sensor, nor the reports of the nodes, which name each policy.
 *
 * <p>The oldest of a namespace win, then by name. Where the namespaces together are too many, the
 * oldest of each come before the second oldest of any: so none of them uses up the others' room.
 * Cluster policies have room of their own.
 *
 * @param ofCluster policies of the whole cluster
 * @param inNamespace policies of one namespace
 * @param bytesInNamespace what they take compiled
 * @param inNamespaces policies of all namespaces together
 * @param bytesInNamespaces what they take compiled
 */
record PolicyQuota(
    int ofCluster,
    int inNamespace,
    long bytesInNamespace,
    int inNamespaces,
    long bytesInNamespaces) {
  /** Together fewer than a node report may name. */
  static final PolicyQuota DEFAULT = new PolicyQuota(3_000, 100, 4L << 20, 1_500, 48L << 20);

  /** The order in which there is room for the policies of one namespace. */
  static final Comparator<Claim> SENIORITY =
      comparing(Claim::created).thenComparing(claim -> claim.key().name());

  /**
   * A policy that wants to run.
   *
   * @param bytes what it takes compiled; 0 while that is not known
   */
  record Claim(ObjectKey key, boolean isOfCluster, Instant created, long bytes) {}

  /** Where it stands among those of its namespace, from 0. */
  private record Ranked(Claim claim, int rank) {}

  /** What keeps a policy out, by policy; those that are missing may run. */
  Map<ObjectKey, String> refused(Collection<Claim> claims) {
    Map<ObjectKey, String> refused = new HashMap<>();
    List<Ranked> ofNamespaces = new ArrayList<>();
    claims.stream()
        .collect(groupingBy(claim -> claim.isOfCluster() ? "" : claim.key().namespace()))
        .forEach(
            (namespace, all) -> {
              all.sort(SENIORITY);
              if (namespace.isEmpty()) {
                Quota room = new Quota(ofCluster, Long.MAX_VALUE, "of the cluster");
                all.forEach(claim -> room.take(claim, refused));
                return;
              }
              Quota room = new Quota(inNamespace, bytesInNamespace, "of its namespace");
              int rank = 0;
              for (Claim claim : all) {
                if (room.take(claim, refused)) {
                  ofNamespaces.add(new Ranked(claim, rank++));
                }
              }
            });
    ofNamespaces.sort(
        comparingInt(Ranked::rank)
            .thenComparing(Ranked::claim, SENIORITY)
            .thenComparing(ranked -> ranked.claim().key().namespace()));
    Quota room = new Quota(inNamespaces, bytesInNamespaces, "of all namespaces");
    ofNamespaces.forEach(ranked -> room.take(ranked.claim(), refused));
    return refused;
  }

  /** What is left of a bound. */
  private static final class Quota {
    private final int policies;
    private final long bytes;
    private final String whose;
    private int taken;
    private long bytesTaken;

    Quota(int policies, long bytes, String whose) {
      this.policies = policies;
      this.bytes = bytes;
      this.whose = whose;
    }

    boolean take(Claim claim, Map<ObjectKey, String> refused) {
      if (taken >= policies) {
        refused.put(
            claim.key(),
            "there are already %d policies %s, the most allowed; the oldest run"
                .formatted(policies, whose));
        return false;
      }
      if (claim.bytes() > bytes - bytesTaken) {
        refused.put(
            claim.key(),
            "it takes %d bytes compiled, and the policies %s may take %d together; the oldest run"
                .formatted(claim.bytes(), whose, bytes));
        return false;
      }
      taken++;
      bytesTaken += claim.bytes();
      return true;
    }
  }
}
