package dev.tocsin.event;

import dev.tocsin.event.Pod.Owner;
import dev.tocsin.event.Pod.Workload;
import java.util.List;
import java.util.Map;

/** Names the parts of a {@link Pod} where it is made; what is not named is empty, or as it was. */
public final class PodBuilder {
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

  PodBuilder(Pod from) {
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

  public PodBuilder namespace(String namespace) {
    this.namespace = namespace;
    return this;
  }

  public PodBuilder name(String name) {
    this.name = name;
    return this;
  }

  public PodBuilder uid(String uid) {
    this.uid = uid;
    return this;
  }

  public PodBuilder serviceAccount(String serviceAccount) {
    this.serviceAccount = serviceAccount;
    return this;
  }

  public PodBuilder labels(Map<String, String> labels) {
    this.labels = labels;
    return this;
  }

  public PodBuilder annotations(Map<String, String> annotations) {
    this.annotations = annotations;
    return this;
  }

  public PodBuilder workload(Workload workload) {
    this.workload = workload;
    return this;
  }

  public PodBuilder hostNetwork(boolean hostNetwork) {
    this.hostNetwork = hostNetwork;
    return this;
  }

  public PodBuilder hostPID(boolean hostPID) {
    this.hostPID = hostPID;
    return this;
  }

  public PodBuilder node(String node) {
    this.node = node;
    return this;
  }

  public PodBuilder owners(List<Owner> owners) {
    this.owners = owners;
    return this;
  }

  public PodBuilder namespaceLabels(Map<String, String> namespaceLabels) {
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
