package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is read of one alert. */
class AlertPageTest {
  private static final Instant NOW = Instant.parse("2026-11-29T04:00:00Z");
  private static final ObjectMapper YAML = new YAMLMapper();

  private static String page(String alert) throws IOException {
    return AlertPage.of(YAML.readValue(alert, SecurityAlert.class), null, NOW, "tocsin");
  }

  @Test
  void theProcessComesFirstAndTheRuntimeIsOneLine() throws IOException {
    assertThat(
            page(
                """
                metadata: {namespace: shop, name: shell-aaaa}
                spec:
                  policy: {name: shell, namespace: tocsin-system}
                  title: A shell
                  severity: High
                  container: {name: db, image: "postgres:17", imageID: "postgres@sha256:12ab"}
                  pod: {namespace: shop, name: db-0}
                  process: {name: sh, binary: /bin/sh, arguments: -c id, cwd: /tmp, uid: 70, user: postgres, pid: 42,
                            startTime: "2026-11-29T03:00:00Z"}
                  ancestors:
                    - {name: postgres, binary: /usr/bin/postgres, pid: 7, uid: 70}
                    - {name: runc, binary: /tmp/runc, pid: 6, uid: 70}
                    - {name: sh, binary: /bin/sh, pid: 5, uid: 0}
                    - {name: containerd-shim-runc-v2, binary: /usr/bin/containerd-shim-runc-v2, pid: 4, uid: 0}
                    - {name: systemd, binary: /usr/lib/systemd/systemd, pid: 1, uid: 0}
                  triage: {state: Open, by: jane, until: "2026-11-29T03:30:00Z"}
                """))
        .contains(
            """
            processes
              /bin/sh -c id
                  pid 42, user postgres (uid 70), in /tmp, since 2026-11-29T03:00:00Z
              started by /usr/bin/postgres
                  pid 7, uid 70
              started by /tmp/runc
                  pid 6, uid 70
              started by /bin/sh
                  pid 5, uid 0
              started by the runtime: containerd-shim-runc-v2, systemd
            """,
            "image       postgres@sha256:12ab",
            "state       Open again, acknowledged by jane until 2026-11-29T03:30:00Z");
  }

  @Test
  void anIncidentSaysHowThingsStandAndWhatItIsMadeOf() throws IOException {
    assertThat(
            page(
                """
                metadata: {namespace: shop, name: incident-aaaa}
                spec:
                  policy: {name: workload-incident, namespace: tocsin-system}
                  title: Incident in one workload
                  message: as it was when it began
                  severity: Low
                  pod: {namespace: shop, name: web-1}
                status:
                  count: 1
                  incident: {alerts: 60, severity: Critical, techniques: [T1059.004, T1496], tactics: [Execution, Impact],
                             message: "60 alerts of 4 policies; the most severe is reverse-shell"}
                  contributors:
                    - {namespace: shop, name: reverse-shell-bbbb, policy: tocsin-system/reverse-shell, severity: Critical,
                       firstSeen: "2026-11-29T03:00:00Z", message: nc in web-1}
                """))
        .contains(
            "60 alerts of 4 policies; the most severe is reverse-shell\n",
            "severity    Critical",
            "ATT&CK      Execution, Impact, T1059.004, T1496",
            """
            made of
              FIRST SEEN             SEVERITY   NAME                 MESSAGE
              2026-11-29T03:00:00Z   Critical   reverse-shell-bbbb   nc in web-1
              and 59 more
            """)
        .doesNotContain("processes", "as it was when it began");
  }

  @Test
  void thePolicySaysWhatItIsWhatElseLooksLikeItAndWhereToReadMore() throws IOException {
    DetectionPolicySpec policy =
        YAML.readValue(
            """
            title: A shell
            description: Someone started a shell in a database pod, where nobody has any business with one at any time of the day or night.
            falsePositives: [a person who debugs]
            references: ["https://example.com/shells"]
            events: [ProcessExec]
            """,
            DetectionPolicySpec.class);
    SecurityAlert alert =
        YAML.readValue(
            """
            metadata: {namespace: shop, name: shell-aaaa}
            spec: {policy: {name: shell, namespace: tocsin-system}, title: A shell, severity: High}
            """,
            SecurityAlert.class);

    assertThat(AlertPage.of(alert, policy, NOW, "tocsin"))
        .contains(
            """
            what the policy says
              Someone started a shell in a database pod, where nobody has any business with one at any time of
              the day or night.
              what else looks like this:
              - a person who debugs
              read more:
              - https://example.com/shells
            """);
  }
}
