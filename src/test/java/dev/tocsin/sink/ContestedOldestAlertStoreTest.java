package dev.tocsin.sink;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.KubernetesVersion;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;

/** The same on the oldest Kubernetes that the chart lets itself be installed on. */
@RealCluster(isolated = true, version = KubernetesVersion.OLDEST)
class ContestedOldestAlertStoreTest extends ContestedAlertStoreTest {
  ContestedOldestAlertStoreTest(
      ControlPlane cluster,
      @OwnNamespace String attacked,
      @OwnNamespace String victim,
      @OwnNamespace String system) {
    super(cluster, attacked, victim, system);
  }
}
