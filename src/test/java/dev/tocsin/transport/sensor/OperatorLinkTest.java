package dev.tocsin.transport.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Reported;
import dev.tocsin.cluster.Port;
import dev.tocsin.source.Certificates;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.Receipt;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.protocol.Protocol;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.spool.FaultyDisk;
import dev.tocsin.transport.spool.Spool;
import dev.tocsin.transport.spool.SpoolSettings;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorLinkTest {
  private static final LinkSettings.Timing TIMING = timing(Duration.ofSeconds(10));

  /** For operators that never answer: from others, an answer may come later than that. */
  private static final LinkSettings.Timing IMPATIENT = timing(Duration.ofMillis(500));

  @TempDir private Path folder;
  private final Findings findings = new Findings(InstantSource.system());
  private final Spool spool = Spool.open(SpoolSettings.inMemory(1 << 20), InstantSource.system());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private FakeOperator operator;

  private static LinkSettings.Timing timing(Duration connect) {
    return new LinkSettings.Timing(
        connect,
        Duration.ofSeconds(10),
        Duration.ofSeconds(8),
        Duration.ofMillis(20),
        Duration.ofMillis(100));
  }

  @BeforeEach
  void start() throws Exception {
    operator = open(FakeOperator.plain());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void saysWhoItIsAndSendsWhatIsInTheSpoolInItsOrder() throws Exception {
    List<Long> sequences = append(3);
    OperatorLink link = link(operator);

    await().until(() -> operator.sequences().equals(sequences));

    assertThat(operator.hellos)
        .containsExactly(
            Hello.newBuilder()
                .setProtocol(Protocol.VERSION)
                .setVersion("1.2")
                .setNode("node-1")
                .setSpool(spool.identity())
                .build());
    assertThat(link.state()).isEqualTo(new LinkState(true, operator.address(), "", "9.9"));
    sequences.addAll(append(2));
    await().until(() -> operator.sequences().equals(sequences));
    assertThat(link.counters().sent()).isEqualTo(5);
  }

  @Test
  void keepsWithinTheWindow() throws Exception {
    operator.window = 4;
    List<Long> sequences = append(10);
    link(operator);
    await().until(() -> operator.sequences().size() >= 4);
    settles(4);

    operator.received(sequences.get(1));
    await().until(() -> operator.sequences().size() >= 6);
    settles(6);
    operator.received(sequences.get(5));
    await().until(() -> operator.sequences().equals(sequences));
  }

  /** Nothing more comes, though there was time: a report passes, which is sent before entries. */
  private void settles(int entries) {
    long reports = operator.messages.stream().filter(ToOperator::hasReport).count();
    opened.stream()
        .filter(OperatorLink.class::isInstance)
        .forEach(each -> ((OperatorLink) each).report(status("settle")));
    await().until(() -> operator.messages.stream().filter(ToOperator::hasReport).count() > reports);
    assertThat(operator.sequences()).hasSize(entries);
  }

  @Test
  void forgetsWhatIsDoneInWhateverOrderItIsSaid() throws Exception {
    List<Long> sequences = append(6);
    OperatorLink link = link(operator);
    await().until(() -> operator.sequences().size() == 6);
    long received = sequences.get(5);

    operator.send(FakeOperator.done(received, sequences.get(4), sequences.get(5)));
    operator.send(FakeOperator.done(received, sequences.get(0), sequences.get(1)));
    operator.send(FakeOperator.done(received, sequences.get(1), sequences.get(2)));
    operator.send(Receipt.newBuilder().setReceived(received).setRefused(2).build());

    await().until(() -> link.counters().refused() == 2);
    assertThat(spool.counters().entries()).isEqualTo(1);
    assertThat(spool.next(0).orElseThrow().sequence()).isEqualTo(sequences.get(3));
    assertThat(link.counters().acknowledged()).isEqualTo(5);
  }

  @Test
  void whatWasNotSentIsNotDone() throws Exception {
    operator.window = 2;
    List<Long> sequences = append(4);
    OperatorLink link = link(operator);
    await().until(() -> operator.sequences().size() == 2);

    operator.send(FakeOperator.done(0, -5, -1));
    operator.send(FakeOperator.done(0, 0, Long.MAX_VALUE));

    await().until(() -> link.counters().acknowledged() == 2);
    assertThat(spool.next(0).orElseThrow().sequence()).isEqualTo(sequences.get(2));
  }

  @Test
  void sendsAgainWhatWasNotDoneWhenTheStreamIsCut() throws Exception {
    List<Long> sequences = append(5);
    OperatorLink link = link(operator);
    await().until(() -> operator.sequences().size() == 5);
    operator.send(FakeOperator.done(sequences.get(4), sequences.get(1), sequences.get(2)));
    await().until(() -> link.counters().acknowledged() == 2);
    operator.messages.clear();

    operator.end(Status.UNAVAILABLE.withDescription("cut"));

    await()
        .until(
            () ->
                operator
                    .sequences()
                    .equals(List.of(sequences.get(0), sequences.get(3), sequences.get(4))));
    assertThat(link.counters().resent()).isEqualTo(3);
    assertThat(link.counters().reconnects()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
  void findsTheOperatorAtEachKindOfAddress(String host) throws Exception {
    FakeOperator there = open(FakeOperator.plain(host.replaceAll("[\\[\\]]", ""), 0));
    OperatorLink link = link(List.of(host + ":" + there.port()), null, null);
    await().until(() -> link.state().connected());
  }

  @Test
  void comesBackWhenTheOperatorWasAway() throws Exception {
    int port = Port.free();
    FakeOperator first = open(FakeOperator.plain("127.0.0.1", port));
    OperatorLink link = link(first);
    await().until(() -> link.state().connected());
    first.close();
    await().until(() -> link.state().problem().equals("connection refused at 127.0.0.1:" + port));
    List<Long> sequences = append(2);

    FakeOperator again = open(FakeOperator.plain("127.0.0.1", port));

    await().until(() -> again.sequences().equals(sequences));
  }

  @Test
  void findsTheReplicaThatLeadsAndFollowsIt() throws Exception {
    FakeOperator other = open(FakeOperator.plain());
    Status follows = Status.UNAVAILABLE.withDescription("another replica leads");
    operator.refusal = follows;
    OperatorLink link = link(List.of(operator.address(), other.address()), null, null);
    List<Long> sequences = append(2);
    await().until(() -> other.sequences().equals(sequences));

    operator.refusal = null;
    other.refusal = follows;
    other.end(Status.UNAVAILABLE.withDescription("this replica no longer leads"));

    await().until(() -> operator.sequences().equals(sequences));
    assertThat(link.state().address()).isEqualTo(operator.address());
    assertThat(link.counters().resent()).isEqualTo(2);
  }

  @Test
  void saysSoWhenNoReplicaLeads() throws Exception {
    operator.refusal = Status.UNAVAILABLE.withDescription("another replica leads");
    OperatorLink link = link(operator);
    awaitProblem(link, operator.address() + ": another replica leads");
  }

  @Test
  void sendsTheLatestReportAndAgainOnEachStream() throws Exception {
    operator.refusal = Status.UNAVAILABLE.withDescription("not yet");
    OperatorLink link = link(operator);
    link.report(status("one"));
    link.report(status("two"));
    awaitProblem(link, operator.address() + ": not yet");
    operator.refusal = null;
    await().until(() -> runs().equals(List.of("two")));

    link.report(status("three"));
    await().until(() -> runs().equals(List.of("two", "three")));
    operator.end(Status.UNAVAILABLE);
    await().until(() -> runs().equals(List.of("two", "three", "three")));
  }

  @Test
  void aSpoolThatBeginsAnewIsSentOnANewStream() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    disk.refuseToWrite(true);
    Spool late =
        open(
            Spool.open(
                new SpoolSettings(folder, 1 << 20, Duration.ofMillis(20)),
                InstantSource.system(),
                disk));
    long sequence = late.append(Reported.once(findings.finding("a")));
    link(new LinkSettings(List.of(operator.address()), null, null, TIMING), late);
    await().until(() -> operator.sequences().equals(List.of(sequence)));

    disk.refuseToWrite(false);

    await().until(() -> operator.hellos.size() == 2);
    assertThat(operator.hellos.get(1).getSpool())
        .isEqualTo(late.identity())
        .isNotEqualTo(operator.hellos.getFirst().getSpool());
    await().until(() -> operator.ids().size() == 2);
    assertThat(operator.ids().getFirst()).isEqualTo(operator.ids().getLast());
  }

  @Test
  void sendsTheTokenAsItsFileHasItNow() throws Exception {
    Path token = folder.resolve("token");
    OperatorLink link = link(List.of(operator.address()), null, token);
    awaitProblem(link, token + " does not exist");
    Files.writeString(token, "two words\n");
    awaitProblem(link, token + " holds no token");

    Files.writeString(token, "first\n");
    await().until(() -> operator.authorizations.equals(List.of("Bearer first")));
    await().until(() -> link.state().connected());
    Files.writeString(token, "second\n");
    operator.end(Status.UNAVAILABLE);
    await().until(() -> operator.authorizations.equals(List.of("Bearer first", "Bearer second")));
  }

  @Test
  void saysWhenTheTokenIsRefused() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret");
    operator.refusal = Status.UNAUTHENTICATED.withDescription("its audience is wrong");
    OperatorLink link = link(List.of(operator.address()), null, token);
    awaitProblem(link, "token refused by " + operator.address() + ": its audience is wrong");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 0, -1})
  void saysWhenTheOperatorSpeaksAnotherProtocol(int protocol) throws Exception {
    operator.protocol = protocol;
    OperatorLink link = link(operator);
    awaitProblem(
        link,
        "this sensor speaks protocol 1, the operator at %s speaks %s"
            .formatted(operator.address(), Integer.toUnsignedString(protocol)));
    assertThat(operator.sequences()).isEmpty();
  }

  @Test
  void saysWhenTheOperatorDoesNotAnswer() throws Exception {
    operator.silent = true;
    awaitProblem(
        link(List.of(operator.address()), IMPATIENT), operator.address() + " does not answer");
  }

  @Test
  void saysWhenNobodySpeaksBehindThePort() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + mute.getLocalPort();
      awaitProblem(link(List.of(address), IMPATIENT), address + " does not answer");
    }
  }

  @Test
  void saysWhenTheNameDoesNotResolve() throws Exception {
    awaitProblem(
        link(List.of("tocsin.invalid:443"), null, null),
        "the name tocsin.invalid does not resolve");
  }

  @Test
  void triesEveryAddressAndSaysWhatIsWrongWithEach() throws Exception {
    operator.refusal = Status.PERMISSION_DENIED.withDescription("not your node");
    awaitProblem(
        link(List.of("tocsin.invalid:443", operator.address()), null, null),
        "the name tocsin.invalid does not resolve; "
            + operator.address()
            + " refuses this sensor: not your node");
  }

  @Test
  void trustsTheAuthorityOfTheFileAsItIsNow() throws Exception {
    Certificates ours = certificates("ours").issue("server", "operator.tocsin");
    Certificates theirs = certificates("theirs");
    FakeOperator secure = open(FakeOperator.tls(ours, "server"));
    Path file = folder.resolve("ca.pem");
    OperatorLink link =
        link(List.of(secure.address()), new LinkSettings.Tls(file, "operator.tocsin"), null);
    awaitProblem(link, file + " does not exist");

    Files.writeString(file, "");
    awaitProblem(link, file + " holds no certificate");
    Files.copy(theirs.authority(), file, StandardCopyOption.REPLACE_EXISTING);
    awaitProblem(link, "the certificate of " + secure.address() + " is not signed by " + file);

    Files.copy(ours.authority(), file, StandardCopyOption.REPLACE_EXISTING);
    await().until(() -> link.state().connected());
  }

  @Test
  void doesNotTakeAServerWithAnotherName() throws Exception {
    Certificates ours = certificates("ours").issue("server", "operator.other");
    FakeOperator secure = open(FakeOperator.tls(ours, "server"));
    Path token = Files.writeString(folder.resolve("token"), "secret");
    OperatorLink link =
        link(
            List.of(secure.address()),
            new LinkSettings.Tls(ours.authority(), "operator.tocsin"),
            token);
    awaitProblem(
        link,
        "the certificate of "
            + secure.address()
            + " is for operator.other, not for operator.tocsin");
    assertThat(secure.authorizations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":1", "host:", "host:0", "host:65536", "a:b:1", "host:x"})
  void refusesAnAddressThatIsNone(String address) {
    assertThatThrownBy(() -> new LinkSettings(List.of(address), null, null, TIMING))
        .hasMessage("the operator's address \"" + address + "\" is not host:port");
  }

  private static void awaitProblem(OperatorLink link, String problem) {
    await()
        .untilAsserted(
            () -> assertThat(link.state()).isEqualTo(new LinkState(false, "", problem, "")));
  }

  private Certificates certificates(String name) throws Exception {
    return Certificates.in(Files.createDirectories(folder.resolve(name)));
  }

  private OperatorLink link(FakeOperator to) {
    return link(List.of(to.address()), null, null);
  }

  private OperatorLink link(
      List<String> addresses, LinkSettings.@Nullable Tls tls, @Nullable Path token) {
    return link(new LinkSettings(addresses, tls, token, TIMING), spool);
  }

  private OperatorLink link(List<String> addresses, LinkSettings.Timing timing) {
    return link(new LinkSettings(addresses, null, null, timing), spool);
  }

  private OperatorLink link(LinkSettings settings, Spool from) {
    OperatorLink link = open(new OperatorLink(settings, "node-1", "1.2", from, new Random(1)));
    link.start();
    return link;
  }

  private <T extends AutoCloseable> T open(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  private List<Long> append(int count) {
    List<Long> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sequences.add(spool.append(Reported.once(findings.finding("pod-" + i))));
    }
    return sequences;
  }

  private List<String> runs() {
    return operator.messages.stream()
        .filter(ToOperator::hasReport)
        .map(each -> each.getReport().getRun())
        .toList();
  }

  private static SensorReport status(String run) {
    return new SensorReport(
        "node-1",
        Instant.EPOCH,
        run,
        List.of(),
        new SensorReport.AgentStatus(true, "", "1.7", false, List.of(), Map.of(), ""),
        Map.of(),
        Map.of());
  }
}
