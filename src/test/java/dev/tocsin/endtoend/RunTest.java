package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.notify.FakeReceiver;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user sees of {@code tocsin run}, and what holds when a part of it stops. */
@RealCluster(isolated = true)
class RunTest {
  private static final String WEB_CONTAINER = "4b5e57f6eb2f42b9039b3d1e1392929";
  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: %s, namespace: tocsin-system}
      spec:
        title: A program in the web server
        severity: High
        scope: {podSelector: {matchLabels: {app: web}}}
        events: [ProcessExec]
        match: process.name == '%s'
        alert: {groupBy: [pod.uid]}
      """;

  private final ControlPlane plane;
  private final Scene scene;
  private int sent;

  RunTest(ControlPlane plane) throws IOException {
    this.plane = plane;
    this.scene = new Scene(plane);
  }

  @BeforeEach
  void watchOnePolicyThatFiresOnMark() throws InterruptedException {
    scene.apply(POLICY.formatted("mark", "mark"));
    scene.startTocsin("--tetragon", scene.tetragon().address(), "--outputs");
    scene.tetragon().awaitSubscribers(1);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void aRecordingBecomesAlertsAndEventsThatKubectlShows() throws IOException, InterruptedException {
    scene.kubectl("apply", "-f", "config/samples");
    scene.eventually("loaded", () -> scene.condition("below-nsenter", "Loaded").startsWith("True"));

    scene.tetragon().send(Recordings.messages("03-nsenter-escape-agent"));

    scene.awaitCount("below-nsenter", 7);
    assertThat(scene.kubectl("get", "salert", "-n", "kube-system"))
        .contains("below-nsenter", "kube-system/node-agent-b7k2m", "High", "Open");
    scene.eventually(
        "the Event",
        () ->
            scene
                .kubectl(
                    "get",
                    "events.events.k8s.io",
                    "-n",
                    "kube-system",
                    "--output=jsonpath={.items[*].reason}")
                .contains("SecurityAlert"));
    assertThat(scene.condition("below-nsenter", "Accepted")).startsWith("True");
  }

  @Test
  void anOutputIsSentAnAlertAndItsEnd() throws IOException {
    try (FakeReceiver receiver = FakeReceiver.start()) {
      scene.apply(
          """
          apiVersion: tocsin.dev/v1alpha1
          kind: AlertOutput
          metadata: {name: hook, namespace: tocsin-system}
          spec: {webhook: {url: "http://127.0.0.1:%d/"}}
          """
              .formatted(receiver.port()));
      scene.kubectl(
          "wait",
          "--for=condition=Accepted",
          "alertoutput/hook",
          "--namespace=tocsin-system",
          "--timeout=60s");
      send("mark", 1);
      scene.eventually("opened", () -> sent(receiver).equals(List.of("Opened")));
      scene.kubectl("delete", "salert", "--all", "-n", "shop");
      scene.eventually("closed", () -> sent(receiver).equals(List.of("Opened", "Closed")));
      assertThat(scene.tocsin().metric("tocsin_output_delivered_total", "tocsin-system/hook"))
          .isEqualTo(2);
    }
  }

  private static List<String> sent(FakeReceiver receiver) {
    return receiver.received.stream().map(each -> each.header("Tocsin-Event")).toList();
  }

  @Test
  void aPodThatLosesItsLabelIsOutOfScopeFromThenOn() {
    send("mark", 3);
    scene.awaitCount("mark", 3);

    scene.kubectl("label", "pod", "web-7d9c5b9f6d-x2k4q", "-n", "shop", "app=other", "--overwrite");
    scene.apply(POLICY.formatted("other", "mark").replace("app: web", "app: other"));
    scene.eventually(
        "the other policy fires",
        () -> {
          send("mark", 1);
          return scene.count("other") > 0;
        });

    awaitWritten();
    long atChange = scene.count("mark");
    long others = scene.count("other");
    send("mark", 5);
    awaitWritten();
    assertThat(scene.count("mark")).isEqualTo(atChange);
    assertThat(scene.count("other")).isEqualTo(others + 5);
  }

  /** Waits until stored alerts count all that was found in what was sent. */
  private void awaitWritten() {
    scene.awaitEvaluated(sent);
    scene.eventually("written", () -> scene.tocsin().metric("tocsin_findings_unwritten", "") == 0);
  }

  @Test
  void aBrokenExpressionTakesItsPolicyOutAndNoOther() throws IOException {
    scene.apply(POLICY.formatted("steady", "mark"));
    scene.eventually("loaded", () -> scene.condition("steady", "Loaded").startsWith("True"));
    send("mark", 2);
    scene.awaitCount("mark", 2);

    scene.apply(POLICY.formatted("mark", "mark").replace("process.name", "proces.name"));

    scene.eventually("not accepted", () -> scene.condition("mark", "Accepted").startsWith("False"));
    assertThat(scene.condition("mark", "Accepted")).contains("spec.match:1:1", "proces");
    send("mark", 3);
    scene.awaitCount("steady", 5);
    assertThat(scene.count("mark")).isEqualTo(2);
  }

  @Test
  void anAlertThatIsDeletedWhileOpenComesBackWithTheNextFinding() {
    send("mark", 4);
    scene.awaitCount("mark", 4);

    scene.kubectl("delete", "salert", "--all", "-n", "shop");
    scene.eventually("deleted", () -> scene.alerts("mark").isEmpty());
    send("mark", 1);

    scene.eventually("back", () -> scene.alerts("mark").size() == 1 && scene.count("mark") > 0);
  }

  @Test
  void afterACrashTheCountGoesOnFromTheStoredAlert() throws InterruptedException {
    send("mark", 10);
    scene.awaitCount("mark", 10);
    List<String> before = names("mark");

    scene.tocsin().kill();
    scene.startTocsin();
    send("mark", 7);

    scene.awaitCount("mark", 17);
    assertThat(names("mark")).isEqualTo(before).hasSize(1);
  }

  @Test
  void nothingIsLostWhileTheApiServerIsAway() {
    send("mark", 1);
    scene.awaitCount("mark", 1);

    plane.stop();
    send("mark", 500);
    scene.eventually(
        "evaluated", () -> scene.tocsin().metric("tocsin_findings_unwritten", "") == 500);
    plane.start();

    scene.awaitCount("mark", 501);
    assertThat(scene.alerts("mark")).hasSize(1);
  }

  @Test
  void whatWasFoundIsWrittenBeforeAnOrderlyEnd() {
    send("mark", 1);
    scene.awaitCount("mark", 1);
    send("mark", 2_000);
    scene.awaitEvaluated(2_001);

    assertThat(scene.tocsin().stop()).isZero();

    assertThat(scene.count("mark")).isEqualTo(2_001);
  }

  @Test
  void aRestartOfTetragonIsOneReconnectAndNoAlert() throws InterruptedException {
    scene.tetragon().stop(Status.CANCELLED);
    scene.eventually("noticed", () -> scene.tocsin().metric("tocsin_agent_connected", "") == 0);
    scene.tetragon().restart(List.of(exec("mark", "procFS")));
    send("mark", 1);

    scene.awaitCount("mark", 1);
    assertThat(scene.tocsin().metric("tocsin_agent_reconnects_total", "")).isEqualTo(1);
    assertThat(scene.tocsin().metric("tocsin_agent_outage_seconds_total", "")).isPositive();
  }

  @Test
  void aStormOf200000MatchesIsOneAlertWithAnExactCountAndFewWrites() {
    long before = plane.writes("tocsin.dev", "securityalerts");

    for (int round = 0; round < 40; round++) {
      send("mark", 5_000);
      scene.awaitEvaluated(sent);
    }

    scene.awaitCount("mark", 200_000);
    assertThat(scene.alerts("mark")).hasSize(1);
    assertThat(plane.writes("tocsin.dev", "securityalerts") - before).isLessThanOrEqualTo(100);
    assertThat(scene.tetragon().dropped()).isZero();
    scene.eventually("mean cost", () -> !scene.meanCost("mark").isEmpty());
  }

  private List<String> names(String policy) {
    return scene.alerts(policy).stream()
        .map(SecurityAlert::getMetadata)
        .map(metadata -> metadata.getNamespace() + "/" + metadata.getName())
        .toList();
  }

  /** Sends executions of a program in the web container, each a process of its own. */
  private void send(String program, int times) {
    List<byte[]> events = new ArrayList<>(times);
    for (int i = 0; i < times; i++) {
      events.add(exec(program, "execve clone"));
    }
    scene.tetragon().send(events);
  }

  private byte[] exec(String program, String flags) {
    sent++;
    return GetEventsResponse.newBuilder()
        .setNodeName("lab-node-1")
        .setTime(Timestamp.newBuilder().setSeconds(1_795_500_000L).setNanos(sent))
        .setProcessExec(
            ProcessExec.newBuilder()
                .setProcess(
                    Process.newBuilder()
                        .setExecId("lab-node-1:" + System.identityHashCode(this) + ":" + sent)
                        .setPid(UInt32Value.of(sent))
                        .setBinary("/usr/bin/" + program)
                        .setFlags(flags)
                        .setDocker(WEB_CONTAINER)))
        .build()
        .toByteArray();
  }
}
