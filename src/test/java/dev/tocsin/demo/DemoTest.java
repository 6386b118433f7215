package dev.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.endtoend.TocsinProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DemoTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void showsAllAlertsOnTheEmbeddedApiServer() throws IOException, InterruptedException {
    assertThat(run(false)).as(this::text).isTrue();
    assertThat(text())
        .contains("kubectl get securityalerts -A", "below-nsenter", "Open")
        .containsPattern("below-nsenter +High +Cluster +True +1/1");
  }

  @Nested
  @RealCluster
  class OnARealApiServer {
    @Test
    void showsTheSame(ControlPlane binariesAreThere) throws IOException, InterruptedException {
      assertThat(run(true)).as(DemoTest.this::text).isTrue();
      assertThat(text()).contains("kubectl get securityalerts -A", "below-nsenter", "Open");
    }
  }

  private boolean run(boolean real) throws IOException, InterruptedException {
    return Demo.run(
        new PrintStream(output, true, StandardCharsets.UTF_8), real, TocsinProcess.shortLived());
  }

  private String text() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
