package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayCommandTest {
  private static final Path RECORDINGS = Path.of("src/test/resources/events/recordings");
  private static final String PODS = "src/test/resources/events/pods.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  static List<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pb.gz"))
          .map(name -> name.replace(".pb.gz", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void protobufAndJsonOfOneRecordingGiveTheSameAlerts(String recording) {
    Invocation protobuf = replay(recording + ".pb.gz", "json");
    Invocation lines = replay(recording + ".jsonl.gz", "json");

    assertThat(protobuf.exitCode()).as(protobuf.err()).isZero();
    assertThat(lines.exitCode()).as(lines.err()).isZero();
    assertThat(protobuf.out()).isEqualTo(lines.out());
    assertThat(protobuf.err()).isEqualTo(lines.err());
  }

  @Test
  void printsAlertsAsTheyWouldBeWrittenInTheOrderOfFirstSeen() throws IOException {
    Invocation replay = replay("03-nsenter-escape-agent.pb.gz", "json");

    List<String> firstSeen = new ArrayList<>();
    for (String line : replay.lines()) {
      JsonNode alert = JSON.readTree(line);
      assertThat(alert.path("kind").asText()).isEqualTo("SecurityAlert");
      assertThat(alert.path("apiVersion").asText()).isEqualTo("tocsin.dev/v1alpha1");
      assertThat(alert.at("/metadata/namespace").asText()).isEqualTo("kube-system");
      firstSeen.add(alert.at("/status/firstSeen").asText());
    }
    assertThat(firstSeen).isNotEmpty().isSorted();
  }

  @Test
  void printsOneObjectForEachFinding() throws IOException {
    Invocation replay = replay("03-nsenter-escape-agent.pb.gz", "findings");

    assertThat(replay.lines()).isNotEmpty();
    JsonNode finding = JSON.readTree(replay.lines().getFirst());
    assertThat(finding.path("policy").asText()).startsWith("tocsin-system/");
    assertThat(finding.path("kind").asText()).isEqualTo("ProcessExec");
    assertThat(finding.path("pod").asText()).isEqualTo("kube-system/node-agent-b7k2m");
    assertThat(finding.path("container").asText()).isEqualTo("agent");
    assertThat(finding.path("execID").asText()).isNotEmpty();
    assertThat(replay.err()).contains("findings: " + replay.lines().size());
  }

  @Test
  void showsATableForPeople() {
    Invocation replay = replay("03-nsenter-escape-agent.pb.gz", "table");

    assertThat(replay.lines().getFirst())
        .startsWith("SEVERITY")
        .contains("POLICY", "COUNT", "MESSAGE");
    assertThat(replay.out()).contains("below-nsenter", "kube-system/node-agent-b7k2m");
  }

  @Test
  void isSilentOnOrdinaryWork() {
    Invocation replay = replay("01-benign-web.pb.gz", "table");

    assertThat(replay.out()).isEqualTo("No alerts.\n");
    assertThat(replay.err()).contains("events: 80");
  }

  @Test
  void readsSeveralFilesAsOneStream() {
    String one = RECORDINGS.resolve("03-nsenter-escape-agent.pb.gz").toString();
    String other = RECORDINGS.resolve("08-offensive-tools-web.jsonl.gz").toString();

    Invocation there = run("--events", one, "--events", other, "-o", "json");
    Invocation back = run("--events", other, "--events", one, "-o", "json");

    assertThat(there.out()).isNotEmpty().isEqualTo(back.out());
  }

  @Test
  void readsStandardInput() throws IOException {
    byte[] recording = Files.readAllBytes(RECORDINGS.resolve("03-nsenter-escape-agent.pb.gz"));
    InputStream terminal = System.in;
    System.setIn(new ByteArrayInputStream(recording));
    try {
      assertThat(run("--events", "-", "-o", "json").out())
          .isEqualTo(replay("03-nsenter-escape-agent.pb.gz", "json").out());
    } finally {
      System.setIn(terminal);
    }
  }

  @Test
  void saysWhereALineIsNoEventAndGoesOn() throws IOException {
    List<String> lines = lines("03-nsenter-escape-agent.jsonl.gz");
    lines.add(2, "{\"process_exec\": ");
    Path file = Files.write(folder.resolve("broken.jsonl"), lines);

    Invocation replay = run("--events", file.toString(), "-o", "json");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains(file + ":3:").contains("1 undecodable");
    assertThat(replay.out()).isEqualTo(replay("03-nsenter-escape-agent.pb.gz", "json").out());
  }

  @Test
  void saysWhatIsWrongWithAPolicyAndWhere() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("typo.yaml"),
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: typo}
            spec:
              title: A typo
              events: [ProcessExec]
              match: proces.name == 'sh'
            """);

    Invocation replay = invoke(policy.toString(), "01-benign-web.pb.gz");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains(policy.toString(), "typo", "spec.match:1:1", "proces");
  }

  @Test
  void saysWhereAPolicyIsNoYaml() throws IOException {
    Path policy =
        Files.writeString(folder.resolve("broken.yaml"), "kind: [DetectionPolicy\nmetadata: {}\n");

    Invocation replay = invoke(policy.toString(), "01-benign-web.pb.gz");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains(policy + ":2:");
  }

  @Test
  void refusesAFieldThatPoliciesDoNotHave() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("field.yaml"),
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: field}
            spec: {title: A field, events: [ProcessExec], match: 'true', severty: High}
            """);

    Invocation replay = invoke(policy.toString(), "01-benign-web.pb.gz");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains("DetectionPolicy field", "spec.severty");
  }

  @Test
  void saysWhichFileDoesNotExist() {
    Invocation replay = run("--events", "missing.pb");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains("missing.pb");
  }

  private static Invocation replay(String recording, String output) {
    return run("--events", RECORDINGS.resolve(recording).toString(), "-o", output);
  }

  private static Invocation run(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("replay", "--policies", "config/samples", "--pods", PODS));
    all.addAll(List.of(arguments));
    return Invocation.of(all.toArray(String[]::new));
  }

  private static Invocation invoke(String policies, String recording) {
    return Invocation.of(
        "replay", "--policies", policies, "--events", RECORDINGS.resolve(recording).toString());
  }

  private static List<String> lines(String recording) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RECORDINGS.resolve(recording))),
                StandardCharsets.UTF_8))) {
      return new ArrayList<>(reader.lines().toList());
    }
  }
}
