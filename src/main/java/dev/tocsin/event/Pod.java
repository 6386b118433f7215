package dev.tocsin.event;

import java.util.List;
import java.util.Map;

/**
 * A live pod, as the API server has it (or, as a fallback, as far as Tetragon knew it). Immutable.
 */
public record Pod(
    String namespace,
    String name,
    String uid,
    String serviceAccount,
    Map<String, String> labels,
    Map<String, String> annotations,
    Workload workload,
    boolean hostNetwork,
    boolean hostPID,
    String node,
    List<Owner> owners,
    Map<String, String> namespaceLabels) {
  public static final Pod NONE =
      new Pod(
          "", "", "", "", Map.of(), Map.of(), Workload.NONE, false, false, "", List.of(), Map.of());

  public static PodBuilder builder() {
    return NONE.toBuilder();
  }

  public PodBuilder toBuilder() {
    return new PodBuilder(this);
  }

  public boolean present() {
    return !name.isEmpty();
  }

  /**
   * Who runs, as whoever watches can rely on: {@code NAMESPACE/SERVICEACCOUNT}. Nobody gets that of
   * a namespace where he may not create pods. {@code ""} where the API server names no service
   * account: for static pods, and while the pod is not known.
   */
  public String identity() {
    return serviceAccount.isEmpty() ? "" : namespace + "/" + serviceAccount;
  }

  /**
   * The controller that people know: a Deployment, not its ReplicaSet; the pod itself where it has
   * no owner.
   */
  public record Workload(String kind, String name) {
    public static final Workload NONE = new Workload("", "");
  }

  /** An owner reference as it stands on the pod. */
  public record Owner(
      String apiVersion, String kind, String name, String uid, boolean controller) {}
}
