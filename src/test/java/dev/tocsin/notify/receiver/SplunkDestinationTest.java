package dev.tocsin.notify.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.api.v1alpha1.SplunkOutput;
import dev.tocsin.notify.FakeReceiver;
import dev.tocsin.notify.FakeReceiver.Behaviour;
import dev.tocsin.notify.FakeReceiver.Received;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A strict fake of the collector: with acknowledgment, busy, lossy, with a token that changes. */
class SplunkDestinationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final LaneScene scene = new LaneScene();
  private final Collector collector = new Collector();
  private FakeReceiver receiver;
  private String token = "t0ken-1";

  /** What Splunk does with a request that is right. */
  private static final class Collector {
    final List<JsonNode> indexed = new ArrayList<>();
    final Map<Long, List<JsonNode>> taken = new HashMap<>();
    boolean acknowledges;
    boolean indexes = true;
    String token = "t0ken-1";
    private long ids;
    private String channel = "";

    Behaviour answer(Received request) {
      if (!request.header("Authorization").equals("Splunk " + token)) {
        return new Behaviour.Says(403, "{\"text\":\"Invalid token\",\"code\":4}");
      }
      String own = request.header("X-Splunk-Request-Channel");
      if (acknowledges && own.isEmpty()) {
        return new Behaviour.Says(400, "{\"text\":\"Data channel is missing\",\"code\":10}");
      }
      try {
        return request.path().equals("/services/collector/event")
            ? take(request, own)
            : acknowledge(request, own);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Behaviour take(Received request, String own) throws IOException {
      List<JsonNode> events = new ArrayList<>();
      try (MappingIterator<JsonNode> all =
          JSON.readerFor(JsonNode.class).readValues(request.body())) {
        while (all.hasNext()) {
          JsonNode each = all.next();
          if (!each.path("event").isObject()) {
            return new Behaviour.Says(400, "{\"text\":\"Event field is required\",\"code\":12}");
          }
          events.add(each);
        }
      }
      if (!acknowledges) {
        indexed.addAll(events);
        return new Behaviour.Says(200, "{\"text\":\"Success\",\"code\":0}");
      }
      channel = own;
      taken.put(ids, events);
      return new Behaviour.Says(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":" + ids++ + "}");
    }

    /** A status that was true is deleted once it was read. */
    private Behaviour acknowledge(Received request, String own) throws IOException {
      assertThat(request.path()).isEqualTo("/services/collector/ack?channel=" + channel);
      assertThat(own).isEqualTo(channel);
      long id = JSON.readTree(request.body()).at("/acks/0").asLong();
      List<JsonNode> events = indexes ? taken.remove(id) : null;
      if (events != null) {
        indexed.addAll(events);
      }
      return new Behaviour.Says(200, "{\"acks\":{\"" + id + "\":" + (events != null) + "}}");
    }
  }

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
    receiver.usual = new Behaviour.Decides(collector::answer);
  }

  @AfterEach
  void end() {
    assertThat(receiver.violations).isEmpty();
    receiver.close();
  }

  private Lane lane() throws Exception {
    Secrets secrets =
        new Secrets(
            name ->
                Map.of(
                    "token",
                    Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8))),
            scene.clock);
    return scene.lane(
        new SplunkDestination(
            new SplunkOutput(
                receiver.url().replace("/hook", "/"),
                new SecretKey("splunk", "token"),
                "k8s_alerts",
                collector.acknowledges,
                null),
            new HttpCalls(
                new HttpCalls.Settings(
                    Duration.ofSeconds(1), LaneScene.usualTls(), AddressRule.unrestricted()),
                receiver.resolver(),
                scene.clock),
            secrets,
            scene.clock,
            pause -> scene.now = scene.now.plus(pause)));
  }

  @Test
  void alertsAreEventsOneAfterTheOtherInOneRequest() throws Exception {
    Lane lane = lane();
    for (int i = 0; i < 250; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(collector.indexed).hasSize(250);
    assertThat(receiver.received).hasSize(3);
    JsonNode first = collector.indexed.getFirst();
    assertThat(first.get("index").asText()).isEqualTo("k8s_alerts");
    assertThat(first.get("sourcetype").asText()).isEqualTo("tocsin:alert");
    assertThat(first.at("/event/delivery_id").asText()).isEqualTo("uid-a0-1");
    assertThat(scene.progress.delivered()).isEqualTo(250);
  }

  @Test
  void withAcknowledgmentItIsDeliveredOnceItIsIndexed() throws Exception {
    collector.acknowledges = true;
    collector.indexes = false;
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(4));
    assertThat(scene.progress.delivered()).isZero();
    collector.indexes = true;
    scene.run(lane, Duration.ofMinutes(20));
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(collector.indexed)
        .extracting(each -> each.at("/event/delivery_id").asText())
        .containsOnly("uid-a-1");
  }

  @Test
  void aServerThatIsBusyWhileItIsAskedIsAskedAgain() throws Exception {
    collector.acknowledges = true;
    Lane lane = lane();
    receiver.then(
        new Behaviour.Decides(collector::answer),
        new Behaviour.Says(503, "{\"text\":\"Server is busy\",\"code\":9}"));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(scene.progress.retried()).isZero();
    assertThat(collector.indexed).hasSize(1);
  }

  /** The server that had it is gone, with its ids. */
  @Test
  void whatIsNotIndexedInTimeIsSentAgainUnderTheSameId() throws Exception {
    collector.acknowledges = true;
    Lane lane = lane();
    receiver.then(
        new Behaviour.Decides(
            request -> {
              Behaviour answer = collector.answer(request);
              collector.taken.clear();
              return answer;
            }));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(20));
    assertThat(scene.progress.retried()).isEqualTo(1);
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(collector.indexed).hasSize(1);
  }

  @Test
  void whateverGoesWrongAllIsDelivered() throws Exception {
    Lane lane = lane();
    receiver.then(
        new Behaviour.Hangs(),
        new Behaviour.Cuts(),
        new Behaviour.Loses(),
        new Behaviour.Says(503, "{\"text\":\"Server is busy\",\"code\":9}"),
        new Behaviour.Answers(429, "Retry-After: 7"),
        new Behaviour.Answers(413));
    for (int i = 0; i < 5; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofHours(1));
    assertThat(scene.progress.delivered()).isEqualTo(5);
    assertThat(scene.progress.refused()).isZero();
    assertThat(collector.indexed)
        .extracting(each -> each.at("/event/delivery_id").asText())
        .containsExactlyInAnyOrder("uid-a0-1", "uid-a1-1", "uid-a2-1", "uid-a3-1", "uid-a4-1");
  }

  @Test
  void aTokenThatIsReplacedCostsNoAlert() throws Exception {
    collector.token = "t0ken-2";
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(5));
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.UNHEALTHY);
    assertThat(scene.progress.state().message())
        .isEqualTo("the receiver answered with code 4, about the token");
    token = "t0ken-2";
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(scene.progress.delivered()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 10, 11, 14, 16})
  void aConfigurationThatIsWrongCostsNoAlert(int code) throws Exception {
    receiver.usual =
        new Behaviour.Says(400, "{\"text\":\"Incorrect index\",\"code\":" + code + "}");
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(5));
    assertThat(scene.progress.refused()).isZero();
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.UNHEALTHY);
  }

  @Test
  void anEventThatIsWrongIsGivenUpAndHoldsUpNoOther() throws Exception {
    receiver.usual =
        new Behaviour.Decides(
            request ->
                request.body().contains("uid-a2-1")
                    ? new Behaviour.Says(
                        400,
                        "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2}")
                    : collector.answer(request));
    Lane lane = lane();
    for (int i = 0; i < 8; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(scene.progress.refused()).isEqualTo(1);
    assertThat(scene.progress.delivered()).isEqualTo(7);
  }

  @Test
  void aTokenWithoutAcknowledgmentIsSaid() throws Exception {
    collector.acknowledges = true;
    Lane lane = lane();
    collector.acknowledges = false;
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(scene.progress.state().message())
        .isEqualTo("the receiver acknowledges nothing for this token");
  }
}
