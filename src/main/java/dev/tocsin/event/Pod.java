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

  public static Builder builder() {
    return NONE.toBuilder();
  }

  public Builder toBuilder() {
    return new Builder(this);
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

  /**
   * Names the parts of a {@link Pod} where it is made; what is not named is empty, or as it was.
   */
  public static final class Builder {
    private String namespace;
    private String name;
    private String uid;
    private String serviceAccount;
    private Map<String, String> labels;
    private Map<String, String> annotations;
    private Workload workload;
    private boolean hostNetwork;
    private boolean hostPID;
    private String node;
    private List<Owner> owners;
    private Map<String, String> namespaceLabels;

    Builder(Pod from) {
      namespace = from.namespace();
      name = from.name();
      uid = from.uid();
      serviceAccount = from.serviceAccount();
      labels = from.labels();
      annotations = from.annotations();
      workload = from.workload();
      hostNetwork = from.hostNetwork();
      hostPID = from.hostPID();
      node = from.node();
      owners = from.owners();
      namespaceLabels = from.namespaceLabels();
    }

    public Builder namespace(String namespace) {
      this.namespace = namespace;
      return this;
    }

    public Builder name(String name) {
      this.name = name;
      return this;
    }

    public Builder uid(String uid) {
      this.uid = uid;
      return this;
    }

    public Builder serviceAccount(String serviceAccount) {
      this.serviceAccount = serviceAccount;
      return this;
    }

    public Builder labels(Map<String, String> labels) {
      this.labels = labels;
      return this;
    }

    public Builder annotations(Map<String, String> annotations) {
      this.annotations = annotations;
      return this;
    }

    public Builder workload(Workload workload) {
      this.workload = workload;
      return this;
    }

    public Builder hostNetwork(boolean hostNetwork) {
      this.hostNetwork = hostNetwork;
      return this;
    }

    public Builder hostPID(boolean hostPID) {
      this.hostPID = hostPID;
      return this;
    }

    public Builder node(String node) {
      this.node = node;
      return this;
    }

    public Builder owners(List<Owner> owners) {
      this.owners = owners;
      return this;
    }

    public Builder namespaceLabels(Map<String, String> namespaceLabels) {
      this.namespaceLabels = namespaceLabels;
      return this;
    }

    public Pod build() {
      return new Pod(
          namespace,
          name,
          uid,
          serviceAccount,
          labels,
          annotations,
          workload,
          hostNetwork,
          hostPID,
          node,
          owners,
          namespaceLabels);
    }
  }
}
