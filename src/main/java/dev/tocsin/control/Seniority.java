package dev.tocsin.control;

import dev.tocsin.control.PolicyQuota.Claim;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The policies of each namespace, the oldest first. Thread safe. */
final class Seniority {
  private final int most;
  private final Map<ObjectKey, Claim> claims = new HashMap<>();
  private final Map<String, NavigableSet<Claim>> byNamespace = new HashMap<>();

  /**
   * @param most of one namespace for which there is room
   */
  Seniority(int most) {
    this.most = most;
  }

  /** Those of the whole cluster are left out. */
  synchronized void put(Claim claim) {
    remove(claim.key());
    if (!claim.isOfCluster()) {
      claims.put(claim.key(), claim);
      byNamespace
          .computeIfAbsent(
              claim.key().namespace(), namespace -> new TreeSet<>(PolicyQuota.SENIORITY))
          .add(claim);
    }
  }

  synchronized void remove(ObjectKey key) {
    Claim known = claims.remove(key);
    if (known != null) {
      byNamespace.computeIfPresent(
          key.namespace(),
          (namespace, all) -> {
            all.remove(known);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** Whether as many of its namespace come before it as there is room for. */
  synchronized boolean isBehind(Claim claim) {
    NavigableSet<Claim> ofNamespace = byNamespace.get(claim.key().namespace());
    if (claim.isOfCluster() || ofNamespace == null) {
      return false;
    }
    Iterator<Claim> elders = ofNamespace.headSet(claim, false).iterator();
    int before = 0;
    while (before < most && elders.hasNext()) {
      elders.next();
      before++;
    }
    return before >= most;
  }
}
