package dev.tocsin.alert;

/**
 * What limits the number of alerts; the narrowest first. Up to its limit a cap is first come, first
 * served; beyond it, there is still room for the first alert of a policy and workload, and for
 * whoever has less than an equal share: see {@link Capacity}.
 *
 * <p>A node has less than half of what a policy or a namespace has, so that one that is taken over,
 * and makes workloads up, fills none of these alone. Policies of a namespace count against that
 * namespace, and never against what the cluster's policies have.
 */
public enum Cap {
  /** Of one policy for one pod, or for the processes of one host. */
  POD(20),
  /** Of one of the cluster's policies. */
  POLICY(500),
  /** Of the cluster's policies, by the node of an alert's first finding. */
  NODE(200),
  /** Of the cluster's policies, for the pods of one namespace. */
  NAMESPACE(500),
  /** Of the policies of one namespace. */
  NAMESPACED(250),
  /** Of the policies of all namespaces but the system's. */
  ALL_NAMESPACED(2500),
  /** Of the cluster's policies. */
  CLUSTER(5000);

  private final int usual;

  Cap(int usual) {
    this.usual = usual;
  }

  /** Most alerts, unless an installation chooses otherwise. */
  int usual() {
    return usual;
  }
}
