package dev.tocsin.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** Where the demo keeps its objects. */
interface DemoCluster extends AutoCloseable {
  /** One line for the person who watches. */
  String description();

  KubernetesClient client();

  /** For {@code tocsin run}. */
  Path kubeconfig();

  /** What {@code kubectl get RESOURCE -A} prints. */
  String table(String resource);

  @Override
  void close();
}
