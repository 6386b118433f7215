package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.KubernetesVersion;
import dev.tocsin.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on the oldest Kubernetes that the chart lets itself be installed on. */
@RealCluster(isolated = true, controllers = true, version = KubernetesVersion.OLDEST)
class PlayedOldestClusterTest extends PlayedClusterTest {
  private final ControlPlane plane;

  PlayedOldestClusterTest(ControlPlane plane, @TempDir Path folder) throws IOException {
    super(plane, folder);
    this.plane = plane;
  }

  @Test
  void itIsTheVersionThatTheChartAsksFor() {
    String minor = plane.client().getKubernetesVersion().getMinor();
    assertThat(ChartFiles.read(ChartFiles.CHART.resolve("Chart.yaml")))
        .contains("kubeVersion: \">=1." + minor + ".0-0\"");
  }
}
