package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The measuring program counts right, with as many sensors as a test may have. */
@RealCluster(isolated = true)
class FleetScaleTest {

  @Test
  void aFleetLoadsAChangeAndItsFindingsAreCountedExactly(ControlPlane plane) throws Exception {
    try (FleetScale fleet = new FleetScale(plane, 10, 3)) {
      fleet.awaitFirstLoaded();
      fleet.change();

      long made = fleet.storm(Duration.ofSeconds(1));

      fleet.awaitCount("mark", made);
      assertThat(fleet.alerts("mark")).hasSize(1);
    }
  }
}
