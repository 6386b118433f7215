package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.text.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process and a pod say of themselves, in all that is printed of a finding. */
class FindingTextsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Turns the text round, moves the cursor, begins lines, is not seen, is no character. */
  private static final String NASTY = "a\u202eb\u001b[2J\nSEVERITY\r\tc\u200b\u2028d\u009b\u0085e";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "findings"})
  void nothingOfTheWatchedSteersTheTerminal(String output) throws IOException {
    Invocation replay = replay("/bin/" + NASTY, "-x " + NASTY, "-o", output);

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.lines()).hasSize(output.equals("table") ? 2 : 1);
    assertThat(replay.out().replace("\n", ""))
        .isEqualTo(Visible.line(replay.out().replace("\n", "")));
    assertThat(replay.out()).contains(output.equals("findings") ? "\\u202e" : "u{202e}");
  }

  /** The same for who reads it from the API server. */
  @Test
  void theObjectHoldsNothingThatSteers() throws IOException {
    JsonNode alert = JSON.readTree(replay("/bin/" + NASTY, "-x " + NASTY, "-o", "json").out());

    assertThat(alert.at("/spec/process/binary").asText()).isEqualTo(Visible.line("/bin/" + NASTY));
    assertThat(alert.at("/spec/process/arguments").asText()).isEqualTo(Visible.line("-x " + NASTY));
    assertThat(alert.at("/spec/pod/labels/note").asText())
        .isEqualTo(Visible.line(NASTY).substring(0, 47) + "…[cut: 64 bytes]");
    assertThat(alert.at("/spec/container/image").asText()).isEqualTo(Visible.line("img:" + NASTY));
    assertThat(alert.at("/spec/message").asText())
        .startsWith("ran a\\u{202e}b\\u{1b}[2J\\nSEVERITY");
    alert
        .findValuesAsText("message")
        .forEach(text -> assertThat(text).isEqualTo(Visible.line(text)));

    String page =
        AlertPage.of(JSON.treeToValue(alert, SecurityAlert.class), null, Instant.EPOCH, "tocsin");
    assertThat(page.lines())
        .noneMatch(line -> line.startsWith("SEVERITY"))
        .allMatch(line -> line.equals(Visible.line(line)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "findings"})
  void aSecretIsInNoneOfTheTexts(String output) throws IOException {
    Invocation replay =
        replay("/usr/bin/mysql", "-uroot -pS3cr3tX --token=S3cr3tX db", "-o", output);

    assertThat(replay.lines()).isNotEmpty();
    assertThat(replay.out()).doesNotContain("S3cr3tX").contains("*****");
  }

  @Test
  void patternsOfTheUserAreMasked() throws IOException {
    Invocation replay = replay("/bin/pay", "pin=4711 x", "-o", "json", "--redact", "pin=(\\d+)");

    assertThat(replay.out()).doesNotContain("4711").contains("pin=***** x");
  }

  @Test
  void aBadPatternIsRefusedWithItsPlace() throws IOException {
    Invocation replay = replay("/bin/pay", "x", "--redact", "a", "--redact", "b[");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains("--redact[1] 'b[' is no pattern of RE2: missing closing ]");
    assertThat(Invocation.of("sensor", "--node", "n", "--redact", "(").err())
        .contains("--redact[0] '(' is no pattern of RE2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "findings"})
  void argumentsOfChosenNamespacesAreWithheld(String output) throws IOException {
    Invocation replay =
        replay("/bin/pay", "account 4711", "-o", output, "--withhold-arguments", "shop");

    assertThat(replay.lines()).isNotEmpty();
    assertThat(replay.out())
        .doesNotContain("4711")
        .doesNotContain("account")
        .contains("\"arguments\":\"[withheld]\"", "ran pay [withheld] after sh [withheld]");
    assertThat(
            replay("/bin/pay", "account 4711", "-o", output, "--withhold-arguments", "other").out())
        .contains("4711");
  }

  /** One execution, in a pod whose labels and image are nasty too. */
  private Invocation replay(String binary, String arguments, String... options) throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: any}
            spec:
              title: Any
              events: [ProcessExec]
              match: process.pid == 7
              alert:
                message: 'ran {{process.command_line}} after {{parent.command_line}}'
                groupBy: [process.arguments, process.name]
            """);
    Path events =
        Files.writeString(folder.resolve("events.jsonl"), event(binary, arguments) + "\n");
    Path pods =
        Files.writeString(folder.resolve("pods.json"), JSON.writeValueAsString(List.of(pod())));
    String[] all = {
      "replay",
      "--policies",
      policy.toString(),
      "--pods",
      pods.toString(),
      "--events",
      events.toString()
    };
    return Invocation.of(Stream.of(all, options).flatMap(Stream::of).toArray(String[]::new));
  }

  private static String event(String binary, String arguments) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode exec = event.putObject("process_exec");
    process(exec.putObject("process"), 7, binary, arguments)
        .put("docker", "4b5e57f6eb2f42b9039b3d1e1392929");
    process(exec.putObject("parent"), 6, "/bin/sh", "-c \"" + binary + " " + arguments + "\"");
    return JSON.writeValueAsString(
        event.put("node_name", "node-1").put("time", "2026-11-24T10:00:00Z"));
  }

  private static ObjectNode process(ObjectNode process, int pid, String binary, String arguments) {
    process.put("exec_id", "id" + pid).put("pid", pid).put("uid", 0).put("cwd", "/");
    process.put("binary", binary).put("arguments", arguments).put("flags", "execve clone");
    return process.put("start_time", "2026-11-24T10:00:00Z");
  }

  private static ObjectNode pod() {
    ObjectNode pod = JSON.createObjectNode();
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("name", "web-0").put("namespace", "shop").put("uid", "u1");
    metadata.putObject("labels").put("note", NASTY);
    ObjectNode spec = pod.putObject("spec").put("nodeName", "node-1");
    spec.putArray("containers").addObject().put("name", "web").put("image", "img:" + NASTY);
    ObjectNode status = pod.putObject("status").put("phase", "Running");
    status
        .putArray("containerStatuses")
        .addObject()
        .put("name", "web")
        .put("image", "img:" + NASTY)
        .put(
            "containerID",
            "containerd://4b5e57f6eb2f42b9039b3d1e13929295f231749c510cbe341cd68036d9af97e2");
    return pod;
  }
}
