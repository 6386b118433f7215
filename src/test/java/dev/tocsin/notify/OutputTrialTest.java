package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.TestRun;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.FakeReceiver.Behaviour;
import dev.tocsin.notify.reach.AddressRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A test alert goes the way of the output, and says what came of it without secrets. */
class OutputTrialTest {
  private final KubernetesClient unused =
      new KubernetesClientBuilder().withConfig(Config.empty()).build();
  private FakeReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
  }

  @AfterEach
  void end() {
    assertThat(receiver.violations).isEmpty();
    receiver.close();
    unused.close();
  }

  @Test
  void aMarkedAlertIsOpenedAndClosedWhateverTheOutputSelects() throws Exception {
    TestRun result =
        test(
            "tocsin-system",
            """
            match: alert.policy == 'never'
            minSeverity: Critical
            events: [Changed]
            inhibitCorrelated: true
            webhook: {url: "%s?token=s3cret", format: Object}
            """);

    assertThat(result.delivered()).isTrue();
    assertThat(receiver.received)
        .extracting(each -> each.header("Tocsin-Event"))
        .containsExactly("Opened", "Closed");
    assertThat(receiver.received)
        .extracting(each -> each.header("Tocsin-Id"))
        .containsExactly("test-r1-1", "test-r1-2");
    JsonNode sent = new ObjectMapper().readTree(receiver.received.getFirst().body());
    assertThat(sent.at("/metadata/labels").toString()).contains("tocsin.dev/test");
    assertThat(sent.at("/spec/title").asText())
        .isEqualTo("Test of output tocsin-system/siem: nothing happened");
    assertThat(result.request()).isEqualTo("r1");
    assertThat(result.exchange())
        .satisfiesExactly(
            each ->
                assertThat(each)
                    .startsWith("POST to http://receiver.example:")
                    .contains(" bytes, with the headers Content-Type, Tocsin-Event, Tocsin-Id"),
            each -> assertThat(each).matches("Opened was taken after [0-9]+ ms"),
            each -> assertThat(each).startsWith("POST to "),
            each -> assertThat(each).startsWith("Closed was taken after "));
    assertThat(result.exchange().toString()).doesNotContain("s3cret");
  }

  @Test
  void whatTheReceiverDoesNotTakeIsTriedOnceAndSaid() throws Exception {
    receiver.usual = new Behaviour.Answers(401);
    TestRun result = test("tocsin-system", "webhook: {url: '%s'}");
    assertThat(result.delivered()).isFalse();
    assertThat(result.exchange())
        .last()
        .isEqualTo("Opened was not taken: the receiver answered 401");
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void oneThatIsRefusedForItsContentIsSaidToo() throws Exception {
    receiver.usual = new Behaviour.Answers(400);
    TestRun result = test("tocsin-system", "webhook: {url: '%s'}");
    assertThat(result.delivered()).isFalse();
    assertThat(result.exchange())
        .last()
        .isEqualTo("Opened was not taken: the receiver answered 400");
  }

  @Test
  void aTenantsTestReachesNoMoreThanItsOutput() throws Exception {
    TestRun result = test("shop", "webhook: {url: '%s'}");
    assertThat(result.delivered()).isFalse();
    assertThat(result.exchange()).last().asString().contains("may not reach the receiver");
    assertThat(receiver.received).isEmpty();
  }

  @Test
  void anAlertmanagerIsSentTheAlertAndItsEnd() throws Exception {
    TestRun result = test("tocsin-system", "alertmanager: {urls: ['%s']}");
    assertThat(result.delivered()).isTrue();
    assertThat(receiver.received).hasSize(2);
    assertThat(receiver.received.getFirst().body()).contains("\"alertname\":\"output-test\"");
  }

  private TestRun test(String namespace, String spec) throws Exception {
    AlertOutput output =
        new YAMLMapper()
            .readValue(
                """
                apiVersion: tocsin.dev/v1alpha1
                kind: AlertOutput
                metadata:
                  name: siem
                  namespace: %s
                  creationTimestamp: 2026-11-29T00:00:00Z
                spec:
                %s
                """
                    .formatted(namespace, spec.formatted(receiver.url()).indent(2)),
                AlertOutput.class);
    InstantSource clock = InstantSource.system();
    OutputSettings settings =
        new OutputSettings("tocsin-system", Set.of(), Severity.HIGH, "operator-1");
    LaneBuilder lanes =
        new LaneBuilder(
            unused,
            "tocsin-system",
            new AddressRule(true, Set.of(), Set.of()),
            receiver.resolver(),
            new LaneScene().context(),
            new Random(1));
    return new OutputTrial(output, "r1", settings, clock).run(lanes);
  }
}
