package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;

/**
 * Makes an alert the one that stands for all that a cap kept from having an alert of its own. There
 * is one for each severity, so that what is severe is not hidden among what is not.
 *
 * @param target for {@link Cap#POD} the policy as {@code namespace/name}, a blank, and the pod as
 *     {@code namespace/name} or the node; else the policy, the node, the namespace, or {@code ""}
 *     for the cluster
 * @param limit the cap's value when it was first exceeded
 * @param severity of everything in it
 */
public record Overflow(Cap cap, String target, int limit, Severity severity) {
  public String title() {
    return switch (cap) {
      case POD -> "More alerts of policy " + policy() + " for " + subject();
      case POLICY -> "Too many alerts of policy " + target;
      case NODE -> "Too many alerts of node " + target;
      case NAMESPACE -> "Too many alerts in namespace " + target;
      case NAMESPACED, ALL_NAMESPACED -> "Too many alerts of the policies of namespace " + target;
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

  /** {@code namespace/name}; of {@link Cap#POD} and {@link Cap#POLICY}. */
  String policy() {
    int blank = target.indexOf(' ');
    return blank < 0 ? target : target.substring(0, blank);
  }

  private String subject() {
    return target.substring(target.indexOf(' ') + 1);
  }
}
