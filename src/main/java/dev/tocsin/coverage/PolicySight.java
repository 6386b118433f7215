package dev.tocsin.coverage;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.api.v1alpha1.Mode;
import java.util.List;
import java.util.Optional;

/**
 * What one policy sees.
 *
 * @param name {@code namespace/name}
 * @param seeing nodes on which it can fire for certain
 * @param nodes that should run it; 0 when nothing is known of nodes
 * @param note why it sees no more; may be empty
 */
public record PolicySight(
    String name, List<String> techniques, Sight sight, int seeing, int nodes, String note) {

  /** Of a policy in a cluster, by its status. */
  public static PolicySight inCluster(DetectionPolicy policy) {
    DetectionPolicyStatus status = policy.getStatus();
    if (isDisabled(policy)) {
      return of(policy, Sight.BLIND, 0, 0, "disabled");
    }
    if (status == null) {
      return of(policy, Sight.UNKNOWN, 0, 0, "no operator has looked at it");
    }
    if (is(status, "Accepted", "False")) {
      return of(policy, Sight.BLIND, 0, 0, "not accepted");
    }
    DetectionPolicyStatus.Nodes nodes = status.nodes();
    if (nodes == null || nodes.desired() == 0) {
      return of(policy, Sight.UNKNOWN, 0, 0, "no node has reported");
    }
    // A node can be without the policy and without its data: at least so many have both.
    int seeing = Math.max(0, nodes.loaded() - nodes.blind());
    if (seeing == 0) {
      return of(policy, Sight.BLIND, 0, nodes.desired(), "sees on no node: " + why(nodes));
    }
    if (isShadow(policy)) {
      return of(policy, Sight.SHADOW, seeing, nodes.desired(), "shadow: no alerts");
    }
    if (seeing < nodes.desired()) {
      return of(
          policy,
          Sight.PARTLY,
          seeing,
          nodes.desired(),
          "sees on " + seeing + " of " + nodes.desired() + " nodes: " + why(nodes));
    }
    if (status.scope() == DetectionPolicyStatus.Scope.NAMESPACE) {
      return of(
          policy,
          Sight.PARTLY,
          seeing,
          nodes.desired(),
          "in namespace " + policy.getMetadata().getNamespace() + " only");
    }
    return is(status, "DataAvailable", "Unknown")
        ? of(policy, Sight.UNKNOWN, seeing, nodes.desired(), "whether it has its data is not known")
        : of(policy, Sight.COVERED, seeing, nodes.desired(), "");
  }

  /**
   * Of a policy in a file: nothing is known of nodes.
   *
   * @param systemNamespace whose policies see the whole cluster
   */
  public static PolicySight inFile(DetectionPolicy policy, String systemNamespace) {
    if (isDisabled(policy)) {
      return of(policy, Sight.BLIND, 0, 0, "disabled");
    }
    if (isShadow(policy)) {
      return of(policy, Sight.SHADOW, 0, 0, "shadow: no alerts");
    }
    String namespace = policy.getMetadata().getNamespace();
    return of(
        policy,
        Sight.UNKNOWN,
        0,
        0,
        namespace == null || namespace.equals(systemNamespace)
            ? ""
            : "in namespace " + namespace + " only");
  }

  private static PolicySight of(
      DetectionPolicy policy, Sight sight, int seeing, int nodes, String note) {
    return new PolicySight(
        Optional.ofNullable(policy.getMetadata().getNamespace()).orElse("")
            + "/"
            + policy.getMetadata().getName(),
        policy.getSpec().mitreAttack().stream().map(MitreTechnique::technique).toList(),
        sight,
        seeing,
        nodes,
        note);
  }

  private static boolean isDisabled(DetectionPolicy policy) {
    return policy.getSpec().mode() == Mode.DISABLED;
  }

  private static boolean isShadow(DetectionPolicy policy) {
    return policy.getSpec().mode() == Mode.SHADOW;
  }

  private static boolean is(DetectionPolicyStatus status, String type, String value) {
    return status.conditions().stream()
        .anyMatch(each -> type.equals(each.getType()) && value.equals(each.getStatus()));
  }

  private static String why(DetectionPolicyStatus.Nodes nodes) {
    return nodes.blindExamples().isEmpty()
        ? "not loaded on " + (nodes.desired() - nodes.loaded())
        : nodes.blindExamples().getFirst().node()
            + ": "
            + nodes.blindExamples().getFirst().reason();
  }
}
