package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are not Tetragon's own, through {@code tocsin replay} and the shipped policies. */
class ReplayFormsTest {
  private static final String EVENTS = "src/test/resources/events/";
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"records.xml", "messages.log"})
  void recordsOfSysmonFireThePoliciesThatSeeHosts(String file) {
    Invocation replay = replay("config/policies/linux", EVENTS + "sysmon/" + file);

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(
            alerts(
                replay, "/spec/node", "/spec/process/name", "/spec/process/uid", "/spec/message"))
        .containsExactly(
            "base64-to-shell | build-7 | dash | 1001 | dash -c echo ZWNobyBoaQ== | base64 -d | sh"
                + " started by bash on build-7 /",
            "apt-hook-runs-command | build-7 | sudo | 1001 | sudo apt-get update -o"
                + " APT::Update::Pre-Invoke::=\"/bin/sh\" started by bash on build-7 /",
            "user-account-added | build-7 | useradd | 0 | useradd -m -s /bin/bash backup2 started by"
                + " dash on build-7 /",
            "crontab-listed | db-3 | crontab | 26 | crontab -l started by  on db-3 /");
    assertThat(alerts(replay, "/metadata/namespace", "/spec/pod", "/spec/process/user"))
        .allMatch(alert -> alert.contains("| tocsin-system |  | "));
  }

  @Test
  void whatIsNotReadIsTold() {
    assertThat(replay("config/policies/linux", EVENTS + "sysmon/messages.log").err())
        .contains(
            "events: 6 (6 ProcessExec); not read: 2 lines of a log, 1 other records\n",
            "dropped: 0 undecodable");
  }

  @Test
  void policiesAboutPodsDoNotSeeAHost() {
    Invocation replay = replay("config/policies/pod-intrusion", EVENTS + "sysmon/records.xml");
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.out()).isEmpty();
  }

  @Test
  void theExportOfIsovalentFiresThePoliciesOfItsStory() {
    Invocation replay = replay("config/policies/pod-intrusion", EVENTS + "isovalent/export.jsonl");

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.err())
        .contains("events: 15 (1 ProcessExec, 11 ProcessKprobe, 3 ProcessConnect)");
    assertThat(
            alerts(
                replay,
                "/spec/pod/namespace",
                "/spec/workload/name",
                "/spec/process/name",
                "/spec/event/connection/destinationIP",
                "/status/count"))
        .containsExactly(
            "curl-without-verification | shop | web | curl |  | 1",
            "metadata-service-access | shop | web | wget | 169.254.169.254 | 1",
            "kprobe-spike | shop | web | tool |  | 1");
  }

  @Test
  void aBrokenRecordIsToldWithFileAndLineAndTheRestIsRead(@TempDir Path folder) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(EVENTS, "sysmon/records.xml"));
    lines.set(1, lines.get(1).substring(0, 700));
    lines.set(4, lines.get(4).replace("</Computer>", "<Computer>"));
    Path file = Files.write(folder.resolve("cut.xml"), lines);

    Invocation replay = replay("config/policies/linux", file.toString());

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err())
        .contains(
            file + ":2: no record of Sysmon: the record is cut off",
            file + ":5: no record of Sysmon: no well-formed XML at character ",
            "2 undecodable");
    assertThat(alerts(replay)).containsExactly("user-account-added", "crontab-listed");
  }

  @Test
  void filesOfEveryFormAreOneStream() {
    Invocation replay =
        Invocation.of(
            "replay",
            "--policies",
            "config/policies/linux",
            "--policies",
            "config/policies/pod-intrusion",
            "--policies",
            "config/policies/lists.yaml",
            "--events",
            EVENTS + "sysmon/records.xml",
            "--events",
            EVENTS + "isovalent/export.jsonl",
            "--events",
            EVENTS + "recordings/01-benign-web.pb.gz",
            "-o",
            "json");

    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(alerts(replay)).hasSize(7);
  }

  private static Invocation replay(String policies, String events) {
    return Invocation.of(
        "replay",
        "--policies",
        policies,
        "--policies",
        "config/policies/lists.yaml",
        "--events",
        events,
        "-o",
        "json");
  }

  /** The policy of each alert, and what the pointers point at. */
  private static List<String> alerts(Invocation replay, String... pointers) {
    return replay.lines().stream()
        .map(
            line -> {
              JsonNode alert = read(line);
              StringBuilder told = new StringBuilder(alert.at("/spec/policy/name").asText());
              for (String pointer : pointers) {
                told.append(" | ").append(alert.at(pointer).asText());
              }
              return told.toString();
            })
        .toList();
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }
}
