package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ListValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.source.proto.EventType;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.GetInfoResponse;
import dev.tocsin.source.proto.ListTracingPoliciesResponse;
import dev.tocsin.source.proto.Pod;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.source.proto.ProcessExit;
import dev.tocsin.source.proto.TracingPolicyHookStatus;
import dev.tocsin.source.proto.TracingPolicyState;
import dev.tocsin.source.proto.TracingPolicyStatus;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a unix socket, against a real gRPC server. */
class TetragonClientTest {
  private static final TetragonClient.Timing TIMING =
      timing(Duration.ofSeconds(10), Duration.ofSeconds(20));

  /** For an agent that hangs: one that is only slow would be taken for one. */
  private static final TetragonClient.Timing IMPATIENT =
      timing(Duration.ofSeconds(1), TIMING.longestOverlap());

  @TempDir private Path folder;
  private final EventQueue queue = new EventQueue(1 << 16, 256 << 20);
  private EmbeddedTetragon tetragon;
  private TetragonClient client;

  private static TetragonClient.Timing timing(Duration deadline, Duration longestOverlap) {
    return new TetragonClient.Timing(
        Duration.ofMillis(100),
        deadline,
        Duration.ofMillis(100),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        longestOverlap);
  }

  @BeforeEach
  void start() {
    tetragon = EmbeddedTetragon.start(Listening.onUnixSocket(folder.resolve("tetragon.sock")));
    client = client(queue, TIMING);
    client.start();
  }

  private TetragonClient client(EventQueue queue, TetragonClient.Timing timing) {
    return new TetragonClient(
        TetragonTarget.plaintext(TetragonAddress.parse(tetragon.address())),
        queue,
        timing,
        InstantSource.system(),
        new Random(1));
  }

  @AfterEach
  void stop() {
    client.close();
    tetragon.close();
  }

  @Test
  void everyEventOfARecordingArrivesAsItWasSent() throws Exception {
    List<byte[]> sent = Recordings.messages("01-benign-web");
    client.want(kinds(sent));
    tetragon.awaitSubscribers(1);
    tetragon.send(sent);
    assertThat(take(queue, sent.size())).containsExactlyElementsOf(sent);
    SourceCounters counters = client.counters();
    assertThat(counters.received().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(sent.size());
    assertThat(counters.receivedBytes())
        .isEqualTo(sent.stream().mapToLong(message -> message.length).sum());
    assertThat(counters.dropped()).isZero();
  }

  /** Whoever answers at a node's address is believed about that node, and no other. */
  @Test
  void eventsOfAnotherNodeThanTheAgentsAreRefused() throws Exception {
    List<byte[]> sent = Recordings.messages("01-benign-web");
    String node = Event.of(sent.getFirst()).node();
    EventQueue own = new EventQueue(100_000, 64 << 20);
    EventQueue another = new EventQueue(100_000, 64 << 20);
    try (TetragonClient right = clientOf(node, own);
        TetragonClient wrong = clientOf("node-9", another)) {
      for (TetragonClient each : List.of(right, wrong)) {
        each.start();
        each.want(kinds(sent));
      }
      tetragon.awaitSubscribers(2);
      tetragon.send(sent);
      assertThat(take(own, sent.size())).hasSize(sent.size());
      await().until(() -> wrong.counters().otherNode() == sent.size());
      assertThat(another.size()).isZero();
      assertThat(right.counters().otherNode()).isZero();
    }
  }

  private TetragonClient clientOf(String node, EventQueue queue) {
    return new TetragonClient(
        new TetragonTarget(TetragonAddress.parse(tetragon.address()), null, node),
        queue,
        TIMING,
        InstantSource.system(),
        new Random(1));
  }

  @Test
  void itAsksForTheKindsThatAreWantedAndForWhatDerivedKindsAreDerivedFrom() throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC, EventKind.PROCESS_CONNECT));
    tetragon.awaitSubscribers(1);
    assertThat(tetragon.requested())
        .containsExactly(
            Set.of(EventType.PROCESS_EXEC, EventType.PROCESS_KPROBE, EventType.PROCESS_LSM));
  }

  @Test
  void whileNothingIsWantedItIsConnectedWithoutAStream() {
    await().until(() -> client.state().connected());
    client.want(Set.of());
    await().until(() -> tetragon.versionsAsked() > 3);
    assertThat(tetragon.subscriptions()).isZero();
  }

  @Test
  void kindsThatWereNotAskedForAreCountedAndLeftOut() throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC));
    tetragon.awaitSubscribers(1);
    tetragon.ignoreFilters();
    tetragon.send(exit("a", 1));
    tetragon.send(exec("b", 2));
    assertThat(binaries(take(queue, 1))).containsExactly("b");
    assertThat(client.counters().unwanted()).isEqualTo(1);
  }

  @Test
  void aBrokenMessageIsCountedAndTheStreamGoesOn() throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC));
    tetragon.awaitSubscribers(1);
    tetragon.send(new byte[] {0x0a, 0x7f});
    tetragon.send(exec("a", 1));
    assertThat(binaries(take(queue, 1))).containsExactly("a");
    assertThat(client.counters().malformed()).isEqualTo(1);
    assertThat(tetragon.subscriptions()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"CANCELLED", "UNAVAILABLE", "UNKNOWN", "INTERNAL", "RESOURCE_EXHAUSTED"})
  void afterAnyEndItComesBackAndTheOutageIsCounted(Status.Code code) throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC));
    tetragon.awaitSubscribers(1);
    tetragon.stop(code.toStatus().withDescription("agent stops"));
    await().until(() -> !client.state().connected());
    assertThat(client.state().lastError()).isNotEmpty();
    tetragon.restart(List.of(running("init")));
    List<Event> events = take(queue, 1).stream().map(Event::of).toList();
    assertThat(events.getFirst().process().fromProcFs()).isTrue();
    assertThat(client.state().connected()).isTrue();
    assertThat(client.state().reconnects()).isEqualTo(1);
    assertThat(client.counters().reconnects()).isEqualTo(1);
    assertThat(client.counters().outageSeconds()).isPositive();
  }

  @Test
  void aStreamThatEndsWhileTheAgentLivesIsOpenedAgain() throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC));
    tetragon.awaitSubscribers(1);
    tetragon.endStreams(Status.UNKNOWN.withDescription("bad filter"));
    await().until(() -> tetragon.subscriptions() == 2);
    assertThat(client.state().lastError()).contains("UNKNOWN: bad filter");
  }

  @Test
  void anAgentThatHangsIsLeftAndDialledAgain() throws Exception {
    try (TetragonClient impatient = client(queue, IMPATIENT)) {
      impatient.want(Set.of(EventKind.PROCESS_EXEC));
      impatient.start();
      tetragon.awaitSubscribers(1);
      tetragon.hang();
      await().until(() -> !impatient.state().connected());
      assertThat(impatient.state().lastError()).startsWith("DEADLINE_EXCEEDED");
      tetragon.resume();
      await().until(() -> impatient.state().connected());
      await().until(() -> tetragon.subscriptions() >= 2 && tetragon.subscribers() == 1);
      tetragon.send(exec("a", 1));
      assertThat(binaries(take(queue, 1))).containsExactly("a");
    }
  }

  @Test
  void aQuietStreamIsNotTakenForADeadOne() throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC));
    tetragon.awaitSubscribers(1);
    long asked = tetragon.versionsAsked();
    await().until(() -> tetragon.versionsAsked() > asked + 10);
    assertThat(tetragon.subscriptions()).isEqualTo(1);
    assertThat(client.state().reconnects()).isZero();
  }

  @Test
  void whenOtherKindsAreWantedNoEventIsLostAndNoneComesTwice() throws Exception {
    client.want(Set.of(EventKind.PROCESS_EXEC));
    tetragon.awaitSubscribers(1);
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    tetragon.send(exec("e" + i, i + 1));
                    if (i == 1_000) {
                      client.want(Set.of(EventKind.PROCESS_EXEC, EventKind.PROCESS_EXIT));
                    }
                    if (i == 3_000) {
                      awaitSubscriptions(2);
                    }
                  }
                });
    List<String> binaries = binaries(take(queue, 5_000));
    sender.join();
    assertThat(binaries).doesNotHaveDuplicates();
    await().until(() -> tetragon.subscribers() == 1);
    assertThat(tetragon.requested())
        .containsExactly(Set.of(EventType.PROCESS_EXEC, EventType.PROCESS_EXIT));
    assertThat(client.counters().duplicates()).isPositive();
    tetragon.send(exit("last", 9_999));
    assertThat(binaries(take(queue, 1))).containsExactly("last");
  }

  private void awaitSubscriptions(long count) {
    await().until(() -> tetragon.subscriptions() == count);
  }

  @Test
  void whenNothingHappensTheOldStreamGoesAfterAWhile() throws Exception {
    TetragonClient.Timing shortOverlap = timing(TIMING.deadline(), Duration.ofMillis(100));
    try (TetragonClient quiet = client(queue, shortOverlap)) {
      quiet.want(Set.of(EventKind.PROCESS_EXEC));
      quiet.start();
      tetragon.awaitSubscribers(1);
      quiet.want(Set.of(EventKind.PROCESS_EXEC, EventKind.PROCESS_LSM));
      awaitSubscriptions(2);
      await().until(() -> tetragon.subscribers() == 1);
      assertThat(tetragon.requested())
          .containsExactly(Set.of(EventType.PROCESS_EXEC, EventType.PROCESS_LSM));
    }
  }

  @Test
  void whatTheQueueHasNoRoomForIsCounted() throws Exception {
    EventQueue small = new EventQueue(16, 1 << 20);
    try (TetragonClient crowded = client(small, TIMING)) {
      crowded.want(Set.of(EventKind.PROCESS_EXEC));
      crowded.start();
      tetragon.awaitSubscribers(1);
      for (int i = 0; i < 100; i++) {
        tetragon.send(exec("a", i));
      }
      await().until(() -> received(crowded) == 100);
      assertThat(crowded.counters().dropped()).isEqualTo(84);
      assertThat(small.size()).isEqualTo(16);
    }
  }

  private static long received(TetragonClient client) {
    return client.counters().received().getOrDefault(EventKind.PROCESS_EXEC, 0L);
  }

  @Test
  void severalAgentsFeedOneQueueAndEachEventSaysWhichItCameFrom() throws Exception {
    try (EmbeddedTetragon other = EmbeddedTetragon.start(Listening.onTcp());
        TetragonClient second =
            new TetragonClient(
                TetragonTarget.plaintext(TetragonAddress.parse(other.address())),
                queue,
                TIMING,
                InstantSource.system(),
                new Random(2))) {
      client.want(Set.of(EventKind.PROCESS_EXEC));
      second.want(Set.of(EventKind.PROCESS_EXEC));
      second.start();
      tetragon.awaitSubscribers(1);
      other.awaitSubscribers(1);
      tetragon.send(exec("a", 1));
      assertThat(poll(queue).source()).isEqualTo(tetragon.address());
      other.send(exec("b", 1));
      assertThat(poll(queue).source()).isEqualTo(other.address());
    }
  }

  @Test
  void itKnowsTheAgentsVersionOptionsAndTracingPolicies() {
    tetragon
        .version("v1.8.0")
        .info(
            GetInfoResponse.newBuilder()
                .addConf(option("enable-process-cred", Any.pack(BoolValue.of(true))))
                .addConf(
                    option(
                        "enable-ancestors",
                        Any.pack(
                            ListValue.newBuilder()
                                .addValues(Value.newBuilder().setStringValue("base"))
                                .addValues(Value.newBuilder().setStringValue("kprobe"))
                                .build())))
                .build())
        .tracingPolicies(
            ListTracingPoliciesResponse.newBuilder()
                .addPolicies(
                    TracingPolicyStatus.newBuilder()
                        .setName("net")
                        .setState(TracingPolicyState.TP_STATE_ENABLED))
                .addPolicies(
                    TracingPolicyStatus.newBuilder()
                        .setName("files")
                        .setNamespace("shop")
                        .setState(TracingPolicyState.TP_STATE_LOAD_ERROR)
                        .setError("no such function")
                        .addHookStatuses(
                            TracingPolicyHookStatus.newBuilder()
                                .setSection("kprobes")
                                .setState(2)
                                .setHookDescription("fd_install")))
                .addPolicies(TracingPolicyStatus.newBuilder().setName("new").setStateValue(17))
                .build());
    await().until(() -> client.state().options().size() == 2);
    await().until(() -> client.state().tracingPolicies().size() == 3);
    TetragonState state = client.state();
    assertThat(state.optionsKnown()).isTrue();
    assertThat(state.options())
        .containsEntry("enable-process-cred", "true")
        .containsEntry("enable-ancestors", "base,kprobe");
    assertThat(state.tracingPolicies())
        .containsExactly(
            new TetragonState.AgentTracingPolicy(
                "", "net", "TP_STATE_ENABLED", "TP_MODE_UNKNOWN", "", List.of()),
            new TetragonState.AgentTracingPolicy(
                "shop",
                "files",
                "TP_STATE_LOAD_ERROR",
                "TP_MODE_UNKNOWN",
                "no such function",
                List.of(new TetragonState.AgentTracingPolicy.Hook("fd_install", false))),
            new TetragonState.AgentTracingPolicy(
                "", "new", "17", "TP_MODE_UNKNOWN", "", List.of()));
    assertThat(state.tracingPolicies())
        .extracting(TetragonState.AgentTracingPolicy::isEnabled)
        .containsExactly(true, false, false);
  }

  @Test
  void anAgentBefore17DoesNotTellItsOptions() throws Exception {
    tetragon
        .version("v1.2.0")
        .info(null)
        .tracingPolicies(
            ListTracingPoliciesResponse.newBuilder()
                .addPolicies(TracingPolicyStatus.newBuilder().setName("net"))
                .build());
    tetragon.stop(Status.UNAVAILABLE);
    tetragon.start();
    // all of one state: the agent may have been asked for some of it before it was stopped
    await()
        .until(
            client::state,
            state ->
                state.version().equals("v1.2.0")
                    && !state.optionsKnown()
                    && state.tracingPolicies().size() == 1);
  }

  private static GetInfoResponse.ConfVal option(String key, Any value) {
    return GetInfoResponse.ConfVal.newBuilder().setKey(key).setValue(value).build();
  }

  private static Set<EventKind> kinds(List<byte[]> messages) {
    return Set.copyOf(messages.stream().map(message -> Event.of(message).kind()).toList());
  }

  private static Received poll(EventQueue queue) throws InterruptedException {
    Received received = queue.poll(Duration.ofSeconds(30));
    if (received == null) {
      throw new AssertionError("no event came within 30 s");
    }
    return received;
  }

  private static List<byte[]> take(EventQueue queue, int count) throws InterruptedException {
    List<byte[]> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.add(poll(queue).message());
    }
    return messages;
  }

  private static List<String> binaries(List<byte[]> messages) {
    return messages.stream().map(message -> Event.of(message).process().binary()).toList();
  }

  private static Process process(String binary) {
    return Process.newBuilder()
        .setBinary(binary)
        .setExecId(binary)
        .setPod(Pod.newBuilder().putPodLabels("app", "web").putPodLabels("tier", "front"))
        .build();
  }

  private static byte[] exec(String binary, long seconds) {
    return GetEventsResponse.newBuilder()
        .setProcessExec(ProcessExec.newBuilder().setProcess(process(binary)))
        .setTime(Timestamp.newBuilder().setSeconds(seconds))
        .build()
        .toByteArray();
  }

  private static byte[] exit(String binary, long seconds) {
    return GetEventsResponse.newBuilder()
        .setProcessExit(ProcessExit.newBuilder().setProcess(process(binary)))
        .setTime(Timestamp.newBuilder().setSeconds(seconds))
        .build()
        .toByteArray();
  }

  private static byte[] running(String binary) {
    return GetEventsResponse.newBuilder()
        .setProcessExec(
            ProcessExec.newBuilder()
                .setProcess(process(binary).toBuilder().setFlags("procFS rootcwd")))
        .build()
        .toByteArray();
  }
}
