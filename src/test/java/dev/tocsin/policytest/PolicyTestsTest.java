package dev.tocsin.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTestsTest {
  @TempDir private Path directory;
  private TestFolder folder;

  @BeforeEach
  void openFolder() {
    folder = new TestFolder(directory);
  }

  @Test
  void passWhenTheAlertsAreThoseThatAreExpected() throws Exception {
    folder
        .policy("netcat", "process.name == 'nc'", "severity: High")
        .file(
            "netcat.test.yaml",
            """
            tests:
              - name: netcat
                events:
                  - {exec: nc -l 4444, parent: /bin/sh, pod: shop/web, repeat: 2, every: 10s}
                expect:
                  - findings: 2
                    with:
                      metadata.namespace: shop
                      spec.severity: High
                      spec.process.arguments: -l 4444
                      spec.ancestors[0].name: sh
                      spec.title: {contains: netcat}
                      spec.process.execID: {matches: '^[A-Za-z0-9+/=]+$'}
                      spec.event.file: {absent: true}
                      status.firstSeen: '2026-01-01T00:00:00Z'
                      status.lastSeen: '2026-01-01T00:00:10Z'
              - name: cat
                events: [{exec: cat /etc/hosts}]
                expect: []
            """);

    assertThat(folder.failures()).isEmpty();
    assertThat(folder.run().passed()).isEqualTo(2);
    assertThat(folder.run().coverage().isComplete()).isTrue();
  }

  @Test
  void sayWhichAlertWasNotExpected() throws Exception {
    folder
        .policy(
            "netcat", "process.name == 'nc'", "alert: {message: '{{process.command_line}} ran'}")
        .file(
            "netcat.test.yaml",
            """
            tests:
              - name: silence
                events: [{exec: nc -l 4444}]
                expect: []
            """);

    assertThat(folder.failures())
        .isEqualTo("silence: an alert that is not expected: netcat, 1 time: nc -l 4444 ran");
  }

  @Test
  void sayWhichAlertIsMissingAndWhatIsThereInstead() throws Exception {
    folder
        .policy("netcat", "process.name == 'nc'", "severity: Low")
        .file(
            "netcat.test.yaml",
            """
            tests:
              - name: too few
                events: [{exec: nc}]
                expect: [{alerts: 2}]
              - name: other findings
                events: [{exec: nc}]
                expect: [{findings: 3}]
              - name: another field
                events: [{exec: nc}]
                expect: [{with: {spec.severity: High}}]
            """);

    assertThat(folder.failures().lines())
        .containsExactly(
            "too few: expected 2 alerts of netcat, and there is 1",
            "other findings: expected 3 findings of netcat, and there are 1",
            "another field: expected 1 alert of netcat with {spec.severity=\"High\"}, and there are"
                + " 0",
            "another field:   netcat, 1 time: Title of netcat: spec.severity is \"Low\", not"
                + " \"High\"",
            "another field: an alert that is not expected: netcat, 1 time: Title of netcat");
  }

  @ParameterizedTest
  @CsvSource({"119s, 1", "120s, 1", "121s, 0"})
  void runWindowsOnTheTimeOfTheTest(String at, int alerts) throws Exception {
    folder
        .policy(
            "twice",
            "process.name == 'id'",
            "window: {type: EventCount, within: 2m, condition: {gte: 2}}")
        .file(
            "twice.test.yaml",
            """
            tests:
              - name: twice
                events: [{exec: id}, {exec: id, at: %s}]
                expect: [{alerts: %d}]
            """
                .formatted(at, alerts));

    assertThat(folder.failures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"65s, 1", "64s, 0"})
  void countAnEventThatIsLateByNoMoreThanAllowed(String at, int alerts) throws Exception {
    folder
        .policy(
            "twice",
            "process.name == 'id'",
            "window: {type: EventCount, within: 10m, condition: {gte: 2}}")
        .file(
            "twice.test.yaml",
            """
            tests:
              - name: the newest is 35 seconds ahead
                events: [{exec: id, at: 100s}, {exec: id, at: %s}]
                expect: [{alerts: %d}]
            """
                .formatted(at, alerts));

    assertThat(folder.failures()).isEmpty();
  }

  @Test
  void letExceptionsExpire() throws Exception {
    folder
        .policy("netcat", "process.name == 'nc'", "")
        .file(
            "netcat.test.yaml",
            """
            objects:
              - apiVersion: tocsin.dev/v1alpha1
                kind: DetectionException
                metadata: {name: for-an-hour}
                spec:
                  policies: {names: [netcat]}
                  match: "process.arguments == '-z'"
                  expiresAt: '2026-01-01T01:00:00Z'
            tests:
              - name: while it holds
                events: [{exec: nc -z, at: 59m59s}]
                expect: []
              - name: what it does not say
                events: [{exec: nc -l}]
                expect: [{findings: 1}]
              - name: afterwards
                events: [{exec: nc -z}, {wait: 1h}, {exec: nc -z}]
                expect: [{findings: 1}]
            """);

    assertThat(folder.failures()).isEmpty();
  }

  @Test
  void letAlertsExpire() throws Exception {
    folder
        .policy("netcat", "process.name == 'nc'", "alert: {expireAfter: 1h}")
        .file(
            "netcat.test.yaml",
            """
            tests:
              - name: just before
                events: [{exec: nc}, {wait: 59m59s}]
                expect: [{findings: 1}]
              - name: then
                events: [{exec: nc}, {wait: 1h}]
                expect: []
              - name: a new one
                events: [{exec: nc}, {exec: nc, at: 1h}]
                expect: [{findings: 1, with: {status.firstSeen: '2026-01-01T01:00:00Z'}}]
            """);

    assertThat(folder.failures()).isEmpty();
  }

  @Test
  void takePodsInShortAndAsKubectlPrintsThem() throws Exception {
    folder
        .policy(
            "privileged",
            "container.privileged || ('app' in pod.labels && pod.labels['app'] == 'db')",
            "")
        .file(
            "pods.json",
            """
            [{"metadata": {"namespace": "shop", "name": "db-0", "uid": "1", "labels": {"app": "db"}},
              "spec": {"nodeName": "n", "containers": [{"name": "db"}]},
              "status": {"containerStatuses": [{"name": "db", "containerID": "containerd://%s"}]}}]
            """
                .formatted("a".repeat(64)))
        .file(
            "privileged.test.yaml",
            """
            pods:
              - pods.json
              - {name: kube-system/agent, privileged: true, workload: DaemonSet/agent}
            tests:
              - name: both
                events:
                  - {exec: id, pod: shop/db-0}
                  - {exec: id, pod: kube-system/agent}
                expect:
                  - with: {spec.pod.name: db-0}
                  - with: {spec.workload.kind: DaemonSet, spec.workload.name: agent}
              - name: any other pod
                events: [{exec: id, pod: shop/web}]
                expect: []
            """);

    assertThat(folder.failures()).isEmpty();
  }

  @Test
  void takeListsFromTheTestBeforeThoseOfFiles() throws Exception {
    folder
        .policy(
            "listed",
            "process.name in lists.names",
            "lists: [{name: names, configMapKeyRef: {name: names, key: all}}]")
        .file(
            "names.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: names}
            data: {all: nc}
            """)
        .file(
            "listed.test.yaml",
            """
            objects:
              - names.yaml
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: names}, data: {all: "# mine\\nid\\n"}}
            tests:
              - name: of the test
                events: [{exec: id}, {exec: nc}]
                expect: [{with: {spec.process.name: id}}]
            """);

    assertThat(folder.failures()).isEmpty();
  }

  @Test
  void failOverAnEventThatTetragonWouldNotSend() throws Exception {
    folder
        .policy(
            "hosts",
            "process.name == 'nc' || file.path == '/etc/hosts'",
            "requires: {tracingPolicies: [tocsin-file-writes]}")
        .file(
            "hosts.test.yaml",
            """
            tests:
              - name: programs that start need no hook
                events: [{exec: nc -l 4444}]
                expect: [{findings: 1}]
              - name: a path that no selector lets out
                events: [{write: /etc/passwd, by: bash}, {write: /etc/hosts, by: bash}]
                expect: [{findings: 1}]
              - name: a function that nothing traces
                events: [{connect: '10.0.0.1:22', by: bash}]
                expect: []
            """);
    String policy = folder.path().resolve("hosts.yaml").toString();
    Files.writeString(
        Path.of(policy),
        Files.readString(Path.of(policy))
            .replace("[ProcessExec]", "[ProcessExec, FileAccess, ProcessConnect]"));

    assertThat(folder.failures().lines())
        .satisfiesExactly(
            path ->
                assertThat(path)
                    .startsWith("a path that no selector lets out: ")
                    .contains("hosts.test.yaml: tests[1].events[1]: Tetragon would not send")
                    .contains("tocsin-file-writes wants of security_file_open: flags Mask 3 and"),
            function ->
                assertThat(function)
                    .startsWith("a function that nothing traces: ")
                    .endsWith("(tocsin-file-writes) traces tcp_connect"));
  }

  @Test
  void takeATracingPolicyOfTheTestForTheShippedOneOfItsName() throws Exception {
    folder
        .policy(
            "hosts",
            "file.path == '/etc/hosts'",
            "requires: {tracingPolicies: [tocsin-file-writes]}")
        .file(
            "hosts.test.yaml",
            """
            objects:
              - apiVersion: cilium.io/v1alpha1
                kind: TracingPolicy
                metadata: {name: tocsin-file-writes}
                spec:
                  kprobes:
                    - call: security_file_open
                      args: [{index: 0, type: file}]
                      selectors: [{matchArgs: [{index: 0, operator: Equal, values: [/etc/hosts]}]}]
            tests:
              - name: own
                events: [{write: /etc/hosts, by: bash}]
                expect: [{findings: 1}]
            """);
    Path policy = folder.path().resolve("hosts.yaml");
    Files.writeString(policy, Files.readString(policy).replace("[ProcessExec]", "[FileAccess]"));

    assertThat(folder.failures()).isEmpty();
  }

  @Test
  void sayWhichPoliciesAreNotCovered() throws Exception {
    folder
        .policy("untested", "true", "")
        .policy("fires", "process.name == 'nc'", "")
        .policy("silent", "process.name == 'nc'", "")
        .file(
            "fires.test.yaml", "tests: [{name: it, events: [{exec: nc}], expect: [{findings: 1}]}]")
        .file("silent.test.yaml", "tests: [{name: it, events: [{exec: id}], expect: []}]");

    TestCoverage coverage = folder.run().coverage();

    assertThat(coverage.policies()).isEqualTo(3);
    assertThat(coverage.neverFires())
        .containsExactly("tocsin-system/silent", "tocsin-system/untested");
    assertThat(coverage.neverSilent())
        .containsExactly("tocsin-system/fires", "tocsin-system/untested");
  }

  @Test
  void failWhenAPolicyCannotBeEvaluated() throws Exception {
    folder
        .policy("broken", "args[0] == 1", "")
        .file("broken.test.yaml", "tests: [{name: it, events: [{exec: nc}], expect: []}]");

    assertThat(folder.failures()).startsWith("it: broken could not be evaluated: spec.match");
  }

  @Test
  void leaveOtherFilesAloneWhenOneCannotBeRun() throws Exception {
    folder
        .policy("sound", "process.name == 'nc'", "")
        .file(
            "sound.test.yaml", "tests: [{name: it, events: [{exec: nc}], expect: [{findings: 1}]}]")
        .file("wrong.test.yaml", "tests: [{name: it, events: [{exec: nc}], expect: []}]");

    TestReport report = folder.run();

    assertThat(report.passed()).isEqualTo(1);
    assertThat(report.unusable())
        .singleElement()
        .satisfies(
            file ->
                assertThat(file.problem()).contains(directory.resolve("wrong.yaml").toString()));
  }

  @Test
  void asksForATest() {
    assertThatExceptionOfType(InvalidTestException.class)
        .isThrownBy(folder::run)
        .withMessageContaining("there is no .test.yaml file in");
    assertThatExceptionOfType(InvalidTestException.class)
        .isThrownBy(
            () ->
                new PolicyTests("tocsin-system", () -> 0, result -> {})
                    .run(List.of(directory.resolve("gone"))))
        .withMessageContaining("there is no such file");
  }
}
