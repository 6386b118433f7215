package dev.tocsin.cluster;

/** Which Kubernetes a control plane is of. */
public enum KubernetesVersion {
  NEWEST("kubernetes"),

  /** The oldest that is supported, as {@code kubeVersion} of the chart says. */
  OLDEST("kubernetes-oldest");

  private final String module;

  KubernetesVersion(String module) {
    this.module = module;
  }

  /** The folder beside the build script whose go.mod names the version. */
  String module() {
    return module;
  }
}
