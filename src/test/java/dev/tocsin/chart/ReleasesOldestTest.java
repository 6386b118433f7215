package dev.tocsin.chart;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.KubernetesVersion;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The same on the oldest Kubernetes that the chart lets itself be installed on. */
@RealCluster(isolated = true, version = KubernetesVersion.OLDEST)
class ReleasesOldestTest extends ReleasesTest {
  ReleasesOldestTest(ControlPlane plane, KubernetesClient client) {
    super(plane, client);
  }
}
