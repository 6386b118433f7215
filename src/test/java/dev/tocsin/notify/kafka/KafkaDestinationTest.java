package dev.tocsin.notify.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.KafkaOutput;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.Exchange;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.source.Certificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker gets, and what comes of what it refuses. */
class KafkaDestinationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecretKey SECRET = new SecretKey("kafka", "password");
  private static Certificates certificates;
  private static RealKafka kafka;
  private static RealKafka secured;

  private final LaneScene scene = new LaneScene();
  private final Map<String, String> secret = new HashMap<>();
  private String topic = "";

  /** Enough for a broker on a busy machine; short where there is none. */
  private Duration timeout = Duration.ofSeconds(20);

  private @Nullable KafkaDestination destination;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    certificates = Certificates.in(folder).issue("broker", "localhost");
    kafka = RealKafka.plain();
    secured = RealKafka.secured(certificates, "broker");
  }

  @AfterAll
  static void end() throws Exception {
    kafka.close();
    secured.close();
  }

  @BeforeEach
  void begin(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void close() {
    if (destination != null) {
      destination.close();
    }
  }

  private KafkaDestination plain(String broker, KafkaOutput.@Nullable Format format)
      throws Exception {
    return destination(
        new KafkaOutput(List.of(broker), topic, KafkaOutput.Protocol.PLAINTEXT, format, null),
        null);
  }

  private KafkaDestination secured(KafkaOutput.Mechanism mechanism, String user, String serverName)
      throws Exception {
    return destination(
        new KafkaOutput(
            List.of(secured.brokers()),
            topic,
            null,
            null,
            new KafkaOutput.Sasl(mechanism, user, SECRET)),
        new AlertOutputSpec.Tls(Files.readString(certificates.authority()), serverName, null));
  }

  private KafkaDestination destination(KafkaOutput settings, AlertOutputSpec.@Nullable Tls tls)
      throws Exception {
    destination =
        new KafkaDestination(
            settings,
            new HttpCalls.Settings(
                timeout, OutputTls.of(tls, SecretsTest.none()), AddressRule.unrestricted()),
            new Secrets(name -> secret, scene.clock),
            scene.clock);
    return destination;
  }

  private void password(String password) {
    secret.put(
        SECRET.key(),
        Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anAlertIsOpenedEscalatedAndClosedInOnePartition() throws Exception {
    kafka.topic(topic, Map.of());
    Lane lane = scene.lane(plain(kafka.brokers(), null));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(5));
    lane.changed(scene.alert("a", 1, 12, false));
    scene.run(lane, Duration.ofMinutes(5));
    lane.changed(scene.alert("a", 2, 12, true));
    scene.run(lane, Duration.ofMinutes(5));

    List<ConsumerRecord<String, byte[]>> records = kafka.records(topic);
    assertThat(records)
        .extracting(record -> RealKafka.header(record, "ce_type"))
        .containsExactly(
            "dev.tocsin.alert.opened.v1",
            "dev.tocsin.alert.escalated.v1",
            "dev.tocsin.alert.closed.v1");
    assertThat(records).extracting(ConsumerRecord::key).containsOnly("uid-a");
    assertThat(records)
        .extracting(ConsumerRecord::partition)
        .containsOnly(records.getFirst().partition());
    ConsumerRecord<String, byte[]> opened = records.getFirst();
    assertThat(RealKafka.header(opened, "ce_id")).isEqualTo(RealKafka.header(opened, "Tocsin-Id"));
    assertThat(RealKafka.header(opened, "ce_specversion")).isEqualTo("1.0");
    assertThat(RealKafka.header(opened, "content-type")).isEqualTo("application/json");
    JsonNode object = JSON.readTree(opened.value());
    assertThat(object.path("kind").asText()).isEqualTo("SecurityAlert");
    assertThat(object.path("status").has("deliveries")).isFalse();
    assertThat(scene.progress.delivered()).isEqualTo(3);
  }

  @Test
  void theFormatIsAsked() throws Exception {
    kafka.topic(topic, Map.of());
    for (KafkaOutput.Format each :
        List.of(
            KafkaOutput.Format.CLOUD_EVENTS, KafkaOutput.Format.OBJECT, KafkaOutput.Format.OCSF)) {
      try (KafkaDestination one = plain(kafka.brokers(), each)) {
        assertThat(one.deliver(List.of(SampleMessages.opened()), false))
            .isEqualTo(ReceiverAnswer.ACCEPTED);
      }
    }
    List<ConsumerRecord<String, byte[]>> records = kafka.records(topic);
    assertThat(RealKafka.header(records.get(0), "content-type"))
        .isEqualTo("application/cloudevents+json; charset=UTF-8");
    assertThat(JSON.readTree(records.get(0).value()).path("specversion").asText()).isEqualTo("1.0");
    assertThat(JSON.readTree(records.get(1).value()).has("spec")).isTrue();
    assertThat(JSON.readTree(records.get(2).value()).path("class_uid").asInt()).isEqualTo(2004);
  }

  @Test
  void whatATopicDoesNotTakeIsCut() throws Exception {
    kafka.topic(topic, Map.of("max.message.bytes", "1000"));
    KafkaDestination output = plain(kafka.brokers(), KafkaOutput.Format.OBJECT);
    assertThat(output.deliver(List.of(SampleMessages.longest()), false))
        .isEqualTo(new ReceiverAnswer.TooLarge("the record is larger than the topic takes"));
    assertThat(kafka.records(topic)).isEmpty();
  }

  @Test
  void aTopicThatIsNotThereIsTheOutputsFault() throws Exception {
    KafkaDestination output = plain(kafka.brokers(), null);
    assertThat(output.deliver(List.of(SampleMessages.opened()), false))
        .isEqualTo(new ReceiverAnswer.Unhealthy("the topic is not there"));
    kafka.topic(topic, Map.of());
    assertThat(output.deliver(List.of(SampleMessages.opened()), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
  }

  @Test
  void noBrokerAndNoNameCostNoAlert() throws Exception {
    timeout = Duration.ofSeconds(2);
    int closed;
    try (ServerSocket free = new ServerSocket(0)) {
      closed = free.getLocalPort();
    }
    assertThat(plain("localhost:" + closed, null).deliver(List.of(SampleMessages.opened()), false))
        .isEqualTo(new ReceiverAnswer.Retry("no broker answered in time", null));
    assertThat(plain("no.invalid:9092", null).deliver(List.of(SampleMessages.opened()), false))
        .isEqualTo(
            new ReceiverAnswer.Retry("the brokers' names do not resolve, or a port is none", null));
  }

  @Test
  void aBatchWithoutABrokerWaitsOnce() throws Exception {
    timeout = Duration.ofSeconds(2);
    int closed;
    try (ServerSocket free = new ServerSocket(0)) {
      closed = free.getLocalPort();
    }
    KafkaDestination output = plain("localhost:" + closed, null);
    Exchange exchange = new Exchange();
    exchange.during(
        () -> {
          assertThat(
                  output.deliver(
                      List.of(
                          SampleMessages.opened(),
                          SampleMessages.longest(),
                          SampleMessages.opened()),
                      false))
              .isEqualTo(new ReceiverAnswer.Retry("no broker answered in time", null));
          return null;
        });
    assertThat(exchange.lines()).hasSize(1);
  }

  @Test
  void whoeverIsInterruptedClosesItAllTheSame() throws Exception {
    kafka.topic(topic, Map.of());
    KafkaDestination output = plain(kafka.brokers(), null);
    assertThat(output.deliver(List.of(SampleMessages.opened()), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
    Thread.currentThread().interrupt();
    output.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aDefectIsNotTheBrokers() {
    assertThatThrownBy(
            () -> KafkaAnswers.of(new KafkaException("sending", new NoClassDefFoundError("gone"))))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void aBrokerThatHangsIsGivenUpInTime() throws Exception {
    timeout = Duration.ofSeconds(2);
    try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThat(
              plain("127.0.0.1:" + hangs.getLocalPort(), null)
                  .deliver(List.of(SampleMessages.opened()), false))
          .isEqualTo(new ReceiverAnswer.Retry("no broker answered in time", null));
    }
  }

  @Test
  void passwordsAreShownByScramAndPlainOverTls() throws Exception {
    secured.topic(topic, Map.of());
    password(RealKafka.PASSWORD);
    try (KafkaDestination scram =
        secured(KafkaOutput.Mechanism.SCRAM_SHA_512, "alice", "localhost")) {
      assertThat(scram.deliver(List.of(SampleMessages.opened()), false))
          .isEqualTo(ReceiverAnswer.ACCEPTED);
    }
    password("ops-secret");
    assertThat(
            secured(KafkaOutput.Mechanism.PLAIN, "ops", "localhost")
                .deliver(List.of(SampleMessages.opened()), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
    assertThat(secured.records(topic)).hasSize(2);
  }

  @Test
  void aBrokerThatIsAwayForAWhileGetsAllInItsOrder() throws Exception {
    try (RealKafka restarted = RealKafka.plain()) {
      restarted.topic(topic, Map.of());
      Lane lane = scene.lane(plain(restarted.brokers(), null));
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      restarted.stopBroker();
      lane.changed(scene.alert("a", 1, 12, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
      lane.changed(scene.alert("a", 2, 12, true));
      scene.run(lane, Duration.ofMinutes(1));
      restarted.startBroker();
      scene.run(lane, Duration.ofHours(1));
      // what was sent again may be there twice, but nothing after what follows it
      assertThat(
              restarted.records(topic).stream()
                  .map(record -> RealKafka.header(record, "Tocsin-Event"))
                  .collect(Collectors.joining(" ")))
          .matches("Opened( Opened)*( Escalated)*( Closed)+");
      assertThat(scene.progress.refused()).isZero();
      assertThat(lane.pending()).isZero();
    }
  }

  @Test
  void aPasswordThatIsReplacedCostsNoAlert() throws Exception {
    secured.topic(topic, Map.of());
    secured.password("bob", "new");
    password("old");
    Lane lane = scene.lane(secured(KafkaOutput.Mechanism.SCRAM_SHA_512, "bob", "localhost"));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(scene.progress.state())
        .isEqualTo(
            new LaneState(
                LaneState.Kind.UNHEALTHY, "the broker refused user, password or mechanism"));
    password("new");
    scene.run(lane, Duration.ofMinutes(30));
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(scene.progress.refused()).isZero();
    assertThat(secured.records(topic)).hasSize(1);
  }

  @Test
  void aCertificateOfAnotherNameIsNotTrusted() throws Exception {
    secured.topic(topic, Map.of());
    password(RealKafka.PASSWORD);
    assertThat(
            secured(KafkaOutput.Mechanism.SCRAM_SHA_512, "alice", "other.example")
                .deliver(List.of(SampleMessages.opened()), false))
        .isInstanceOfSatisfying(
            ReceiverAnswer.Retry.class,
            retry -> assertThat(retry.reason()).startsWith("TLS: ").contains("other.example"));
    assertThat(secured.records(topic)).isEmpty();
  }
}
