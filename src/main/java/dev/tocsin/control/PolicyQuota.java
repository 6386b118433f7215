package dev.tocsin.control;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

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
    Map<String, List<Claim>> byNamespace = new HashMap<>();
    for (Claim claim : claims) {
      byNamespace
          .computeIfAbsent(
              claim.isOfCluster() ? "" : claim.key().namespace(), _ -> new ArrayList<>())
          .add(claim);
    }
    List<Claim> cluster = byNamespace.remove("");
    Map<ObjectKey, String> refused = new HashMap<>();
    if (cluster != null) {
      accepted(cluster, new Quota(ofCluster, Long.MAX_VALUE, "of the cluster"), refused);
    }
    List<List<Claim>> ofNamespaces = new ArrayList<>();
    byNamespace.forEach(
        (_, all) ->
            ofNamespaces.add(
                accepted(
                    all, new Quota(inNamespace, bytesInNamespace, "of its namespace"), refused)));
    Quota room = new Quota(inNamespaces, bytesInNamespaces, "of all namespaces");
    if (!room.isEnoughFor(ofNamespaces.stream().flatMap(List::stream).toList())) {
      ranked(ofNamespaces).forEach(each -> room.take(each.claim(), refused));
    }
    return refused;
  }

  /**
   * Those of a namespace for which it has room. They are put in order only where some have none.
   */
  private static List<Claim> accepted(
      List<Claim> claims, Quota room, Map<ObjectKey, String> refused) {
    if (room.isEnoughFor(claims)) {
      return claims;
    }
    List<Claim> accepted = new ArrayList<>();
    for (Claim claim : claims.stream().sorted(SENIORITY).toList()) {
      if (room.take(claim, refused)) {
        accepted.add(claim);
      }
    }
    return accepted;
  }

  /** The oldest of each namespace before the second oldest of any. */
  private static List<Ranked> ranked(List<List<Claim>> namespaces) {
    List<Ranked> ranked = new ArrayList<>();
    for (List<Claim> namespace : namespaces) {
      int rank = 0;
      for (Claim claim : namespace.stream().sorted(SENIORITY).toList()) {
        ranked.add(new Ranked(claim, rank++));
      }
    }
    ranked.sort(
        comparingInt(Ranked::rank)
            .thenComparing(Ranked::claim, SENIORITY)
            .thenComparing(each -> each.claim().key().namespace()));
    return ranked;
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

    /** Whether none of them would be refused, in whichever order they came. */
    boolean isEnoughFor(List<Claim> claims) {
      long wanted = 0;
      for (Claim claim : claims) {
        wanted += claim.bytes();
      }
      return claims.size() <= policies - taken && wanted <= bytes - bytesTaken;
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
