package dev.tocsin.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonTarget;
import dev.tocsin.source.proto.ListTracingPoliciesResponse;
import dev.tocsin.source.proto.TracingPolicyState;
import dev.tocsin.source.proto.TracingPolicyStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node has, with a Tetragon behind a real gRPC server. */
class NodeExaminationsTest {
  @TempDir private Path folder;
  private @Nullable HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private URI serve(String path, int status, String body) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static List<Diagnosis> askAgent(String address) {
    return new AgentExamination(new TetragonTarget(TetragonAddress.parse(address), null, null))
        .examine();
  }

  @Test
  void theSocketTheVersionAndTheTracingPoliciesAreSaid() {
    Path socket = folder.resolve("tetragon.sock");
    try (EmbeddedTetragon tetragon = EmbeddedTetragon.start(Listening.onUnixSocket(socket))) {
      tetragon
          .info(null)
          .tracingPolicies(
              ListTracingPoliciesResponse.newBuilder()
                  .addPolicies(
                      TracingPolicyStatus.newBuilder()
                          .setName("tocsin-files")
                          .setState(TracingPolicyState.TP_STATE_ENABLED))
                  .addPolicies(
                      TracingPolicyStatus.newBuilder()
                          .setName("tocsin-bpf")
                          .setState(TracingPolicyState.TP_STATE_LOAD_ERROR)
                          .setError("no such function: bpf_prog_new"))
                  .build());

      assertThat(askAgent(tetragon.address()))
          .extracting(Diagnosis::subject, Diagnosis::verdict, Diagnosis::found)
          .containsExactly(
              tuple("socket", Diagnosis.Verdict.OK, socket + " is there"),
              tuple("Tetragon", Diagnosis.Verdict.OK, "v1.7.0 answers"),
              tuple(
                  "tracing policies",
                  Diagnosis.Verdict.PROBLEM,
                  "tocsin-bpf is load_error: no such function: bpf_prog_new"),
              tuple("tracing policies", Diagnosis.Verdict.OK, "1 of 2 are loaded whole"));
    }
  }

  @ParameterizedTest
  @CsvSource({"v1.1.2,PROBLEM", "v1.4.0,WARNING", "v1.6.0,OK", "1.8.0-pre.0,OK", "v2.0.1,OK"})
  void anAgentThatIsTooOldIsSaid(String version, Diagnosis.Verdict verdict) {
    try (EmbeddedTetragon tetragon = EmbeddedTetragon.start(Listening.onTcp())) {
      tetragon.version(version);

      assertThat(askAgent(tetragon.address()).getFirst())
          .extracting(Diagnosis::subject, Diagnosis::verdict)
          .containsExactly("Tetragon", verdict);
    }
  }

  @Test
  void optionsThatAreOffAreNamed() {
    try (EmbeddedTetragon tetragon = EmbeddedTetragon.start(Listening.onTcp())) {
      assertThat(askAgent(tetragon.address()))
          .filteredOn(each -> each.subject().equals("Tetragon's options"))
          .singleElement()
          .satisfies(
              each -> assertThat(each.found()).contains("enable-process-cred, enable-process-ns"));
    }
  }

  @Test
  void anAgentThatIsNotThereIsAProblemWithWhatToDo() {
    List<Diagnosis> said = askAgent("unix://" + folder.resolve("none.sock"));

    assertThat(said)
        .extracting(Diagnosis::subject, Diagnosis::verdict)
        .containsExactly(
            tuple("socket", Diagnosis.Verdict.PROBLEM),
            tuple("Tetragon", Diagnosis.Verdict.PROBLEM));
    assertThat(said).allSatisfy(each -> assertThat(each.remedy()).isNotEmpty());
    assertThat(said).noneSatisfy(each -> assertThat(each.found()).contains("Exception"));
    assertThat(said.getLast().found())
        .startsWith("unix://")
        .endsWith(" does not answer: there is no such file");
  }

  @Test
  void aSocketThatNobodyListensAtIsSaidInWords() throws IOException {
    Path socket = folder.resolve("dead.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close(); // as a Tetragon that was killed leaves it
    assertThat(askAgent("unix://" + socket).getLast().found())
        .endsWith(" does not answer: the connection was refused");

    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(askAgent("127.0.0.1:" + port).getLast().found())
        .endsWith(" does not answer: the connection was refused");
  }

  @Test
  void theMetricsPageIsReadForItsCounters() throws Exception {
    URI page =
        serve(
            "/metrics",
            200,
            "tetragon_bpf_missed_events_total{msg_op=\"5\"} 3\n"
                + "tetragon_notify_overflowed_events_total 0\n");

    assertThat(new LossCountersExamination(Optional.of(page)).examine())
        .singleElement()
        .satisfies(each -> assertThat(each.found()).endsWith("has 2 counters of lost events"));
  }

  @Test
  void aMetricsPageOfSomebodyElseIsAWarning() throws Exception {
    URI page = serve("/metrics", 200, "go_goroutines 7\n");

    assertThat(new LossCountersExamination(Optional.of(page)).examine())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.verdict()).isEqualTo(Diagnosis.Verdict.WARNING);
              assertThat(each.found()).endsWith("the page has none of Tetragon's loss counters");
            });
  }

  @Test
  void whatTheSensorSaysOfItselfIsSaidCheckByCheck() throws Exception {
    URI page =
        serve("/readyz", 503, "[+]agent: 1 connected\n[-]operator: no route to host\nfailing\n");

    assertThat(new SensorExamination(page.resolve("/")).examine())
        .extracting(Diagnosis::subject, Diagnosis::verdict, Diagnosis::found)
        .containsExactly(
            tuple("sensor, agent", Diagnosis.Verdict.OK, "1 connected"),
            tuple("sensor, operator", Diagnosis.Verdict.PROBLEM, "no route to host"));
  }

  @Test
  void aSpoolWithoutADirectoryIsAProblem() {
    assertThat(new SpoolExamination(folder).examine().getFirst().found()).contains("MiB free");
    assertThat(new SpoolExamination(folder.resolve("none")).examine().getFirst().verdict())
        .isEqualTo(Diagnosis.Verdict.PROBLEM);
  }

  @Test
  void aKernelWithoutTypesOrOfAnOldVersionIsAWarning() throws IOException {
    Path types = Files.createFile(folder.resolve("vmlinux"));

    assertThat(new KernelExamination(types, "6.12.0-1-amd64").examine().getFirst().verdict())
        .isEqualTo(Diagnosis.Verdict.OK);
    assertThat(new KernelExamination(types, "5.4.0-150-generic").examine().getFirst().found())
        .contains("ring buffer");
    assertThat(new KernelExamination(folder.resolve("none"), "6.12.0").examine().getFirst().found())
        .contains("does not describe its types");
  }
}
