package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Alertmanager;
import dev.tocsin.cluster.AlertmanagerProcess;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API of a real Alertmanager makes of what it is sent. */
class RealAlertmanagerTest {
  private final LaneScene scene = new LaneScene();
  private final HttpClient http = HttpClient.newHttpClient();
  private AlertmanagerProcess alertmanager;
  private Lane lane;

  @BeforeEach
  void start() throws UnusableOutputException {
    alertmanager = AlertmanagerProcess.startOrSkip();
    scene.now = Clock.systemUTC().instant(); // it knows no other time
    Alertmanager settings = new Alertmanager(List.of(alertmanager.url()), null);
    HttpCalls calls =
        new HttpCalls(
            new HttpCalls.Settings(
                Duration.ofSeconds(5), LaneScene.usualTls(), AddressRule.unrestricted()),
            InetAddress::getAllByName,
            scene.clock);
    lane =
        new StateLane(
            scene.context(),
            AlertSelection.of(LaneScene.spec("{}"), ""),
            scene.holds(),
            List.of(
                new AlertmanagerInstance(
                    alertmanager.url(), settings, calls, SecretsTest.none(), LaneScene.pace(600))),
            LaneScene.pace(600),
            scene.progress);
  }

  @AfterEach
  void end() {
    http.close();
    if (alertmanager != null) {
      lane.close();
      alertmanager.close();
    }
  }

  @Test
  void anAlertIsActiveWhileItIsOpenAndGoneOnceItIsClosed() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    lane.changed(scene.alert("b", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(1));
    JsonNode active = alerts();
    assertThat(active).hasSize(2);
    assertThat(active.get(0).at("/status/state").asText()).isNotEqualTo("suppressed");
    assertThat(active.get(0).at("/labels/alertname").asText()).isEqualTo("shell-in-pod");
    assertThat(active.get(0).at("/annotations/description").asText())
        .isEqualTo("bash ran in web-1 & said <!channel>");

    lane.changed(scene.alert("a", 2, 1, true));
    scene.run(lane, Duration.ofSeconds(1));
    JsonNode left = alerts();
    assertThat(left).hasSize(1);
    assertThat(left.get(0).at("/labels/alert").asText()).isEqualTo("b");
    assertThat(scene.progress.delivered()).isEqualTo(3);
    assertThat(scene.progress.refused()).isZero();
  }

  private JsonNode alerts() throws IOException, InterruptedException {
    return new ObjectMapper()
        .readTree(
            http.send(
                    HttpRequest.newBuilder(URI.create(alertmanager.url() + "/api/v2/alerts"))
                        .build(),
                    BodyHandlers.ofString())
                .body());
  }
}
