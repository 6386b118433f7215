package dev.tocsin.demo;

import dev.tocsin.cluster.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** A real kube-apiserver and etcd, read with a real kubectl. */
final class RealDemoCluster implements DemoCluster {
  private final ControlPlane plane = ControlPlane.launch();

  @Override
  public String description() {
    return "a real kube-apiserver and etcd at " + plane.address();
  }

  @Override
  public KubernetesClient client() {
    return plane.client();
  }

  @Override
  public Path kubeconfig() {
    return plane.kubeconfig();
  }

  @Override
  public String table(String resource) {
    return plane.kubectl("get", resource, "--all-namespaces").orFail().out();
  }

  @Override
  public void close() {
    plane.close();
  }
}
