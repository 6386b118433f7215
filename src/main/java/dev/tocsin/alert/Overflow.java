package dev.tocsin.alert;

/**
 * Makes an alert the one that stands for all that a cap kept from being written.
 *
 * @param target the policy as {@code namespace/name}, the node, the namespace, or {@code ""} for
 *     the cluster
 * @param limit the cap's value when it was first exceeded
 */
public record Overflow(Cap cap, String target, int limit) {
  public String title() {
    return switch (cap) {
      case POLICY -> "Too many alerts of policy " + target;
      case NODE -> "Too many alerts of node " + target;
      case NAMESPACE -> "Too many alerts in namespace " + target;
      case CLUSTER -> "Too many alerts in the cluster";
    };
  }

  public String message() {
    return title()
        + ": the cap of "
        + limit
        + " is reached. Findings that would have made further alerts are counted here instead;"
        + " close alerts, or add an exception to the policy.";
  }
}
