package dev.tocsin.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code make cluster}: a control plane that stays when this program has ended. */
final class DeveloperCluster {
  private static final List<String> NODES = List.of("node-a", "node-b");

  private DeveloperCluster() {}

  public static void main(String[] arguments) {
    switch (Binaries.find(KubernetesVersion.NEWEST)) {
      case Binaries.Search.Found(Binaries binaries) -> leaveRunning(ControlPlane.launch(binaries));
      case Binaries.Search.Missing(String reason) -> {
        System.err.println(reason);
        System.exit(1);
      }
    }
  }

  private static void leaveRunning(ControlPlane plane) {
    plane.startControllers();
    NODES.forEach(name -> plane.addNode(name, Map.of("kubernetes.io/hostname", name)));
    String version = plane.client().getKubernetesVersion().getGitVersion();
    String processes =
        plane.release().stream().map(String::valueOf).collect(Collectors.joining(" "));
    System.out.printf(
        """
        Kubernetes %s is running with the CRDs of Tocsin and the nodes %s. Pods are bound to them and never run.

        Use it:   export KUBECONFIG=%s
        Logs:     %s
        Stop it:  kill -9 %s; rm -rf %s
        """,
        version, NODES, plane.kubeconfig(), plane.folder(), processes, plane.folder());
  }
}
