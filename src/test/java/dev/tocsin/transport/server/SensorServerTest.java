package dev.tocsin.transport.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.listen.ListenerStats.Refusal;
import dev.tocsin.source.Certificates;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.Facts;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.protocol.FindingCodec;
import dev.tocsin.transport.protocol.Protocol;
import dev.tocsin.transport.server.Authenticator.Authentication;
import dev.tocsin.transport.server.Authenticator.Reason;
import io.grpc.Status;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server over Netty and TLS, against a stub that can also misbehave. */
class SensorServerTest {
  private static final String SERVER_NAME = "tocsin-operator.tocsin-system.svc";
  private static final int WINDOW = 4;
  private static final int HELD = 6;
  private static final int KEPT_MATCHES = 20;

  /** For what comes in time, however slow this machine is. */
  private static final Duration LONG = Duration.ofMinutes(1);

  /** For what never comes. */
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Stands still: how many reports a node may send does not depend on how long they take. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

  @TempDir private static Path folder;
  private static String authority;
  private static AdvancedTlsX509KeyManager key;

  private final Findings findings = new Findings(InstantSource.system());
  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  private final AtomicLong lookups = new AtomicLong();
  private final RecordingIntake intake = new RecordingIntake();
  private SensorServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Certificates certificates = Certificates.in(folder).issue("server", SERVER_NAME);
    authority = Files.readString(certificates.authority());
    key = new AdvancedTlsX509KeyManager();
    key.updateIdentityCredentials(
        certificates.certificate("server").toFile(), certificates.key("server").toFile());
  }

  @BeforeEach
  void start() throws IOException {
    Policy policy = findings.finding("any").policy();
    policies.put(policy.id().uid(), policy);
    serve(LONG, LONG);
  }

  private void serve(Duration policyWait, Duration helloWait) throws IOException {
    server =
        new SensorServer(
            new SensorServer.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "test",
                WINDOW,
                HELD,
                KEPT_MATCHES,
                10_000,
                policyWait,
                helloWait,
                Duration.ofMillis(10)),
            key,
            SensorServerTest::verdict,
            this::policy,
            intake,
            CLOCK);
    server.start();
    server.lead();
  }

  /** Instead of the server that there is. */
  private void serveAnew(Duration policyWait, Duration helloWait) throws IOException {
    server.close();
    serve(policyWait, helloWait);
  }

  private Optional<Policy> policy(PolicyId id) {
    lookups.incrementAndGet();
    return Optional.ofNullable(policies.get(id.uid()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Tokens of this test say what is to become of them. */
  private static Authentication verdict(String token, String peer) {
    return switch (token) {
      case "invalid" -> new Authentication.Refused(Reason.INVALID, "the token has expired");
      case "unavailable" -> new Authentication.Unavailable("the API server does not answer");
      case "short" ->
          new Authentication.Accepted(new NodeIdentity("node-1", CLOCK.instant().plusSeconds(1)));
      default -> new Authentication.Accepted(new NodeIdentity(token, Instant.MAX));
    };
  }

  private PlainSensor connect(String token) {
    return new PlainSensor(server.port(), authority, SERVER_NAME, token);
  }

  private PlainSensor connected(String node) {
    PlainSensor sensor = connect(node).hello(node);
    sensor.awaitWelcome();
    return sensor;
  }

  private Entry finding(long sequence) {
    return entry(sequence, findings.finding("pod-" + sequence));
  }

  private static Entry entry(long sequence, Finding finding) {
    return Entry.newBuilder()
        .setSequence(sequence)
        .setFinding(FindingCodec.encode(Reported.once(finding)))
        .build();
  }

  private static void awaitTrue(Callable<Boolean> condition) {
    await().atMost(30, SECONDS).until(condition);
  }

  @Test
  void aSensorIsWelcomedWithTheWindow() {
    try (PlainSensor sensor = connect("node-1").hello("node-1")) {
      assertThat(sensor.awaitWelcome().getWindow()).isEqualTo(WINDOW);
      assertThat(sensor.awaitWelcome().getProtocol()).isEqualTo(Protocol.VERSION);
      assertThat(server.stats().streams()).isEqualTo(1);
      // it is counted when the Welcome is on its way
      awaitTrue(() -> opened(StreamOutcome.ACCEPTED) == 1);
    }
  }

  private long opened(StreamOutcome outcome) {
    return server.stats().opened().getOrDefault(outcome, 0L);
  }

  @Test
  void findingsAreHandedOnInOrderAndAcknowledgedWhenDone() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(3)).send(finding(4)).send(finding(9));
      awaitTrue(() -> sensor.received() == 9);
      assertThat(intake.origins())
          .containsExactly(
              new Origin("node-1", "spool-1", 3),
              new Origin("node-1", "spool-1", 4),
              new Origin("node-1", "spool-1", 9));
      assertThat(sensor.done()).isEmpty();
      intake.done(1).run();
      awaitTrue(() -> sensor.done().equals(List.of(4L)));
      intake.done(0).run();
      intake.done(2).run();
      awaitTrue(() -> sensor.done().size() == 3);
      assertThat(sensor.done()).containsExactlyInAnyOrder(3L, 4L, 9L);
      assertThat(server.stats().entries())
          .containsEntry(EntryOutcome.TAKEN, 3L)
          .containsEntry(EntryOutcome.DONE, 3L);
      assertThat(server.stats().held()).isZero();
    }
  }

  @Test
  void whatIsDoneTwiceIsToldOnce() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(1));
      awaitTrue(() -> sensor.received() == 1);
      intake.allDone();
      intake.allDone();
      awaitTrue(() -> !sensor.done().isEmpty());
      sensor.send(finding(2));
      awaitTrue(() -> sensor.received() == 2);
      assertThat(sensor.done()).containsExactly(1L);
      assertThat(server.stats().held()).isEqualTo(1);
    }
  }

  @Test
  void theNodeIsTheTokensWhateverTheFindingSays() {
    findings.node = "node-of-somebody-else";
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(1));
      awaitTrue(() -> sensor.received() == 1);
      var facts = intake.findings().getFirst().finding().facts();
      assertThat(facts.node()).isEqualTo("node-1");
      assertThat(facts.where().node().name()).isEqualTo("node-1");
      assertThat(facts.where().pod().node()).isEqualTo("node-1");
    }
  }

  @Test
  void matchesAreHandedOn() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(match(1));
      awaitTrue(() -> intake.matches().size() == 1);
      assertThat(intake.matches().getFirst().windowGroup()).containsExactly("group");
    }
  }

  /** Who can make many matches on a node, which wait for a day, must not silence it by that. */
  @Test
  void matchesThatWaitForTheirWindowsDoNotStopFindingsNorOtherPods() {
    int ofOnePod = KEPT_MATCHES / 2;
    try (PlainSensor sensor = connected("node-1")) {
      for (long sequence = 1; sequence <= ofOnePod; sequence++) {
        long next = sequence;
        sensor.send(match(next));
        awaitTrue(() -> sensor.received() == next);
      }
      assertThat(server.stats().held()).isEqualTo(ofOnePod);
      sensor.send(match(ofOnePod + 1));
      sensor.send(finding(ofOnePod + 2));
      sensor.send(match(ofOnePod + 3, "another"));
      awaitTrue(() -> sensor.received() == ofOnePod + 3);

      awaitTrue(() -> intake.findings().size() == 1);
      awaitTrue(() -> intake.matches().size() == ofOnePod + 1);
      assertThat(intake.matches().getLast().finding().facts().where().pod().name())
          .isEqualTo("another");
      assertThat(server.stats().entries()).containsEntry(EntryOutcome.TOO_MANY_MATCHES, 1L);
      awaitTrue(() -> sensor.done().contains(ofOnePod + 1L));
      intake.allDone();
      awaitTrue(() -> sensor.done().size() == ofOnePod + 3);
      assertThat(server.stats().held()).isZero();
    }
  }

  private Entry match(long sequence) {
    return match(sequence, "a");
  }

  private Entry match(long sequence, String pod) {
    return Entry.newBuilder()
        .setSequence(sequence)
        .setMatch(
            FindingCodec.encode(
                new dev.tocsin.engine.Match(
                    findings.finding(pod), List.of("group"), List.of("value"))))
        .build();
  }

  @Test
  void receivedStandsStillWhileTooMuchIsHeld() {
    try (PlainSensor sensor = connected("node-1")) {
      sendWithinWindow(sensor, 1, HELD);
      // One more than may be held: it is taken in, and the sensor may send no more than a window.
      LongStream.rangeClosed(HELD + 1, HELD + WINDOW).forEach(each -> sensor.send(finding(each)));
      awaitTrue(() -> intake.sequences().size() == HELD + WINDOW);
      assertThat(sensor.received()).isLessThanOrEqualTo(HELD);
      assertThat(server.stats().held()).isEqualTo(HELD + WINDOW);
      intake.allDone();
      awaitTrue(() -> sensor.received() == HELD + WINDOW && sensor.done().size() == HELD + WINDOW);
    }
  }

  private void sendWithinWindow(PlainSensor sensor, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      long next = sequence;
      sensor.send(finding(next));
      awaitTrue(() -> sensor.received() == next);
    }
  }

  @Test
  void aSensorThatIgnoresTheWindowIsCutOff() {
    try (PlainSensor sensor = connected("node-1")) {
      sendWithinWindow(sensor, 1, HELD);
      LongStream.rangeClosed(HELD + 1, HELD + WINDOW + 1)
          .forEach(each -> sensor.send(finding(each)));
      assertThat(sensor.awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(intake.sequences()).hasSize(HELD + WINDOW);
    }
  }

  @Test
  void aPolicyThatIsNotThereYetIsWaitedFor() {
    Policy policy = policies.remove("uid-of-shell-in-pod");
    try (PlainSensor sensor = connected("node-1");
        PlainSensor other = connected("node-2")) {
      findings.policyName = "late";
      sensor.send(finding(1));
      policies.put("uid-of-shell-in-pod", policy);
      findings.policyName = "shell-in-pod";
      other.send(finding(1));
      awaitTrue(() -> other.received() == 1);
      assertThat(sensor.receipts()).isEmpty();
      findings.policyName = "late";
      policies.put("uid-of-late", findings.finding("any").policy());
      awaitTrue(() -> sensor.received() == 1);
      assertThat(sensor.refused()).isZero();
    }
  }

  @Test
  void aPolicyThatStaysUnknownIsRefusedAndWaitedForOnlyOnce() throws IOException {
    serveAnew(SHORT, LONG);
    findings.policyName = "gone";
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(1));
      awaitTrue(() -> sensor.refused() == 1);
      long waited = lookups.get();
      assertThat(waited).as("looked for again and again").isGreaterThan(1);
      sensor.send(finding(2)).send(finding(3));
      awaitTrue(() -> sensor.refused() == 3);
      assertThat(lookups.get() - waited).as("looked for once for each entry").isEqualTo(2);
      assertThat(sensor.done()).containsExactly(1L, 2L, 3L);
      assertThat(intake.sequences()).isEmpty();
      assertThat(server.stats().entries()).containsEntry(EntryOutcome.UNKNOWN_POLICY, 3L);

      policies.put("uid-of-gone", findings.finding("any").policy());
      sensor.send(finding(4));
      awaitTrue(() -> intake.sequences().equals(List.of(4L)));
    }
  }

  @Test
  void malformedAndOversizeEntriesAreRefusedAndTheRestGoesOn() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(Entry.newBuilder().setSequence(1).build());
      Entry good = finding(2);
      Entry.Builder withoutId = good.toBuilder();
      withoutId.getFindingBuilder().setId("");
      sensor.send(withoutId.build());
      Entry.Builder withoutFacts = good.toBuilder().setSequence(3);
      withoutFacts.getFindingBuilder().clearFacts();
      sensor.send(withoutFacts.build());
      awaitTrue(() -> sensor.received() == 3);
      Entry.Builder negative = good.toBuilder().setSequence(4);
      negative.getFindingBuilder().setCount(-1);
      sensor.send(negative.build());
      Entry.Builder large = good.toBuilder().setSequence(5);
      large.getFindingBuilder().setMessage("x".repeat(20_000));
      sensor.send(large.build());
      Entry.Builder kindOfTheFuture = good.toBuilder().setSequence(6);
      kindOfTheFuture.getFindingBuilder().setFacts(Facts.newBuilder().setKind("ProcessDream"));
      sensor.send(kindOfTheFuture.build());
      awaitTrue(() -> sensor.received() == 6 && sensor.done().size() == 5);
      assertThat(sensor.done()).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(sensor.refused()).isEqualTo(5);
      assertThat(intake.sequences()).containsExactly(6L);
      assertThat(server.stats().entries())
          .containsEntry(EntryOutcome.MALFORMED, 4L)
          .containsEntry(EntryOutcome.TOO_LARGE, 1L);
    }
  }

  @Test
  void aPolicyOfANamespaceMakesNoFindingsElsewhere() {
    Policy cluster = findings.finding("any").policy();
    Scope all = cluster.scope();
    policies.put(
        cluster.id().uid(),
        new Policy(
            cluster.id(),
            cluster.title(),
            cluster.severity(),
            cluster.riskScore(),
            cluster.mitreAttack(),
            cluster.mode(),
            new Scope(
                "shop",
                all.namespaceSelector(),
                all.podSelector(),
                all.nodeSelector(),
                List.of(),
                List.of(),
                all.host()),
            cluster.events(),
            cluster.lists(),
            cluster.variables(),
            cluster.match(),
            cluster.exceptions(),
            null,
            cluster.alerting()));
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(1));
      findings.namespace = "bank";
      sensor.send(finding(2));
      awaitTrue(() -> sensor.received() == 2);
      assertThat(intake.sequences()).containsExactly(1L);
      assertThat(server.stats().entries()).containsEntry(EntryOutcome.OUT_OF_SCOPE, 1L);
    }
  }

  @Test
  void reportsAreHandedOnAndSlowedDown() {
    try (PlainSensor sensor = connected("node-1")) {
      ToOperator report =
          ToOperator.newBuilder()
              .setReport(NodeReport.newBuilder().setRun("run-1").putLost("queue", 3))
              .build();
      for (int i = 0; i < 20; i++) {
        sensor.send(report);
      }
      awaitTrue(
          () -> server.stats().reports().values().stream().mapToLong(Long::longValue).sum() == 20);
      assertThat(intake.statuses()).hasSize(10);
      assertThat(intake.statuses().getFirst().node()).isEqualTo("node-1");
      assertThat(intake.statuses().getFirst().lost()).containsEntry("queue", 3L);
      assertThat(server.stats().reports()).containsEntry(ReportOutcome.TOO_OFTEN, 10L);
      assertThat(sensor.isEnded()).isFalse();
    }
  }

  @Test
  void aSecondStreamReplacesTheFirst() {
    try (PlainSensor first = connected("node-1")) {
      first.send(finding(1));
      awaitTrue(() -> first.received() == 1);
      try (PlainSensor second = connected("node-1")) {
        assertThat(first.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        second.send(finding(1));
        awaitTrue(() -> second.received() == 1);
        assertThat(intake.disconnected()).isEmpty();
        assertThat(server.stats().streams()).isEqualTo(1);
        assertThat(server.stats().opened()).containsEntry(StreamOutcome.REPLACED, 1L);
      }
      awaitTrue(() -> intake.disconnected().equals(List.of("node-1")));
    }
  }

  @Test
  void aStreamThatWaitsForAPolicyIsReplacedWithoutWaiting() {
    findings.policyName = "unheard-of";
    try (PlainSensor first = connected("node-1")) {
      first.send(finding(1));
      try (PlainSensor second = connected("node-1")) {
        assertThat(first.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(server.stats().entries()).containsEntry(EntryOutcome.UNKNOWN_POLICY, 0L);
        second.complete();
        assertThat(second.awaitEnd().isOk()).isTrue();
      }
    }
  }

  @Test
  void aNodeIsDisconnectedWhenItsConnectionBreaks() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.close();
      awaitTrue(() -> intake.disconnected().equals(List.of("node-1")));
      awaitTrue(() -> server.stats().streams() == 0);
    }
  }

  @Test
  void streamsEndWhenLeadershipIsLost() {
    try (PlainSensor sensor = connected("node-1")) {
      server.follow("operator-b");
      Status end = sensor.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(end.getDescription()).contains("operator-b does");
      assertThat(intake.disconnected()).containsExactly("node-1");
      intake.allDone();
    }
    try (PlainSensor late = connect("node-1").hello("node-1")) {
      assertThat(late.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(late.awaitEnd().getDescription()).contains("operator-b does");
      assertThat(server.stats().opened()).containsEntry(StreamOutcome.NOT_LEADING, 1L);
    }
    server.lead();
    connected("node-1").close();
  }

  @Test
  void whatWasTakenIsStillAcknowledgedWhileStopping() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(1));
      awaitTrue(() -> sensor.received() == 1);
      server.stopTaking();
      sensor.send(finding(2));
      intake.allDone();
      awaitTrue(() -> sensor.done().equals(List.of(1L)));
      server.close();
      assertThat(sensor.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(intake.sequences()).containsExactly(1L);
    }
  }

  @Test
  void theLastReceiptIsSentBeforeTheEnd() {
    try (PlainSensor sensor = connected("node-1")) {
      sensor.send(finding(1));
      awaitTrue(() -> sensor.received() == 1);
      intake.allDone();
      server.close();
      sensor.awaitEnd();
      assertThat(sensor.done()).containsExactly(1L);
    }
  }

  @Test
  void aTokenIsRequired() {
    assertRefused(null, Status.Code.UNAUTHENTICATED, StreamOutcome.NO_TOKEN, "no bearer token");
  }

  @Test
  void aTokenThatIsRefusedIsSaidWithTheReason() {
    assertRefused(
        "invalid", Status.Code.UNAUTHENTICATED, StreamOutcome.TOKEN_INVALID, "has expired");
  }

  @Test
  void aTokenThatCannotBeReviewedIsNotRefused() {
    assertRefused(
        "unavailable", Status.Code.UNAVAILABLE, StreamOutcome.NOT_REVIEWED, "does not answer");
  }

  @Test
  void anotherNodeThanTheTokensIsRefused() {
    try (PlainSensor sensor = connect("node-1").hello("node-2")) {
      assertEnd(sensor, Status.Code.PERMISSION_DENIED, "node-2");
      assertThat(server.stats().opened()).containsEntry(StreamOutcome.OTHER_NODE, 1L);
    }
  }

  private void assertRefused(
      String token, Status.Code code, StreamOutcome outcome, String description) {
    try (PlainSensor sensor = connect(token).hello("node-1")) {
      assertEnd(sensor, code, description);
      assertThat(server.stats().opened()).containsEntry(outcome, 1L);
      assertThat(server.stats().streams()).isZero();
    }
  }

  private static void assertEnd(PlainSensor sensor, Status.Code code, String description) {
    Status end = sensor.awaitEnd();
    assertThat(end.getCode()).as(String.valueOf(end)).isEqualTo(code);
    assertThat(end.getDescription()).contains(description);
  }

  @Test
  void aStreamEndsWithItsToken() {
    try (PlainSensor sensor = connect("short").hello("node-1")) {
      // welcomed or not: that may take longer than the token is valid
      assertEnd(sensor, Status.Code.UNAVAILABLE, "the stream was opened with has expired");
    }
  }

  @Test
  void aProtocolThatIsTooFarAwayIsRefused() {
    try (PlainSensor sensor = connect("node-1")) {
      sensor.send(
          ToOperator.newBuilder()
              .setHello(
                  Hello.newBuilder()
                      .setProtocol(Protocol.VERSION + 2)
                      .setNode("node-1")
                      .setSpool("s"))
              .build());
      assertEnd(sensor, Status.Code.FAILED_PRECONDITION, "upgrade the older one");
    }
  }

  @Test
  void theFirstMessageIsHelloAndOnlyTheFirst() throws IOException {
    try (PlainSensor sensor = connect("node-1").send(finding(1))) {
      assertEnd(sensor, Status.Code.INVALID_ARGUMENT, "not a Hello");
    }
    try (PlainSensor sensor = connected("node-1").hello("node-1")) {
      assertEnd(sensor, Status.Code.INVALID_ARGUMENT, "a second Hello");
    }
    serveAnew(LONG, SHORT);
    try (PlainSensor sensor = connect("node-1")) {
      assertEnd(sensor, Status.Code.DEADLINE_EXCEEDED, "no Hello");
    }
  }

  @Test
  void sequencesGrow() {
    try (PlainSensor sensor = connected("node-1").send(finding(2)).send(finding(2))) {
      assertEnd(sensor, Status.Code.INVALID_ARGUMENT, "entry 2");
      assertThat(intake.sequences()).containsExactly(2L);
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsNotSpokenTo() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("strangers"));
    String strangers = Files.readString(Certificates.in(elsewhere).authority());
    try (PlainSensor sensor =
        new PlainSensor(server.port(), strangers, SERVER_NAME, "node-1").hello("node-1")) {
      assertThat(sensor.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(server.stats().opened()).containsEntry(StreamOutcome.ACCEPTED, 0L);
    }
  }

  @Test
  void oneAddressCannotTakeThePortFromSensors() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 70; i++) {
        Socket socket = new Socket();
        open.add(socket);
        socket.bind(new InetSocketAddress("127.0.0.9", 0));
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      }
      await().atMost(LONG).until(() -> server.listening().count(Refusal.TOO_MANY) == 6);
      try (PlainSensor sensor = connected("node-1")) {
        assertThat(server.stats().streams()).isEqualTo(1);
      }
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
    await().atMost(LONG).until(() -> server.listening().connections() == 0);
  }

  /** As from behind a gateway: the strangers' share of one address is for the moment of proof. */
  @Test
  void sensorsOfOneAddressMayBeMany() {
    List<PlainSensor> sensors = new ArrayList<>();
    try {
      for (int i = 0; i < 70; i++) {
        sensors.add(connected("node-" + i));
      }
      assertThat(server.listening().connections()).isEqualTo(70);
      assertThat(server.listening().count(Refusal.TOO_MANY)).isZero();
    } finally {
      sensors.forEach(PlainSensor::close);
    }
  }
}
