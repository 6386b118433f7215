package dev.tocsin.alert;

/**
 * What one contributor has in an overflow alert.
 *
 * @param policy as {@code namespace/name}
 * @param subject the pod as {@code namespace/name}, or the node
 * @param findings how many, at most; see {@link Contributors}
 */
public record Contribution(String policy, String subject, long findings) {
  static Contribution of(AlertSummary summary, long findings) {
    return new Contribution(summary.policyKey(), summary.subject(), findings);
  }

  Contribution plus(long more) {
    return new Contribution(policy, subject, findings + more);
  }
}
