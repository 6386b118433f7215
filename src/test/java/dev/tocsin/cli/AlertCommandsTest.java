package dev.tocsin.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec.Matcher;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.triage.Alerts;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code get}, {@code ack} and {@code close}, against a real API server. */
@RealCluster
class AlertCommandsTest {
  private final ControlPlane cluster;
  private final String namespace;
  private final Alerts alerts;

  AlertCommandsTest(ControlPlane cluster, @OwnNamespace String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.alerts = new Alerts(cluster.client(), namespace);
  }

  @BeforeEach
  void fill() {
    alerts.create("noise", "noise-aaaa", AlertSeverity.LOW, Duration.ofSeconds(5));
    alerts.create("shell", "shell-old", AlertSeverity.HIGH, Duration.ofHours(3));
    alerts.create("shell", "shell-new", AlertSeverity.HIGH, Duration.ofMinutes(10));
    alerts.create("escape", "escape-aaaa", AlertSeverity.CRITICAL, Duration.ofDays(3));
  }

  private Invocation tocsin(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", cluster.kubeconfig().toString()));
    return Invocation.of(all.toArray(String[]::new));
  }

  private List<String> names(String... options) {
    List<String> all = new ArrayList<>(List.of("get", "-n", namespace, "-o", "name"));
    all.addAll(List.of(options));
    Invocation result = tocsin(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.lines().stream().map(line -> line.substring(line.indexOf('/') + 1)).toList();
  }

  @Test
  void theMostSevereComeFirstAndOfThoseTheLatest() {
    assertThat(names()).containsExactly("escape-aaaa", "shell-new", "shell-old", "noise-aaaa");

    Invocation table = tocsin("get", "-n", namespace);
    assertThat(table.lines().getFirst())
        .matches("NAME +SEVERITY +POLICY +POD +PROCESS +COUNT +PARTS +STATE +LAST SEEN");
    assertThat(table.lines().get(2)).matches("shell-new +High +shell +db-0 +sh +3 +Open +10m");
    assertThat(tocsin("get", "-n", namespace, "-o", "wide").lines().get(2))
        .endsWith("sh opened \\u{1b}[31m/etc/shadow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --severity high         | shell-new,shell-old
          --severity HIGH+        | escape-aaaa,shell-new,shell-old
          --severity low,critical | escape-aaaa,noise-aaaa
          --policy shell          | shell-new,shell-old
          --policy tocsin-system/noise | noise-aaaa
          --policy elsewhere/noise |
          --since 2h              | shell-new,noise-aaaa
          --state open --since 1h --severity high+ | shell-new
          --since 1d              | shell-new,shell-old,noise-aaaa
          --state closed          |
          --pod db-0 --severity low | noise-aaaa
          --pod db-1              |
          --workload StatefulSet/db --since 1h | shell-new,noise-aaaa
          --workload Deployment/db |
          --node node-1 --policy noise | noise-aaaa
          --node node-2           |
          -l tocsin.dev/severity=Low | noise-aaaa
          --field-selector spec.severity=High --since 1h | shell-new
          --sort-by name          | escape-aaaa,noise-aaaa,shell-new,shell-old
          --sort-by last-seen     | noise-aaaa,shell-new,shell-old,escape-aaaa
          """)
  void onlyWhatIsAskedForIsShown(String options, String expected) {
    assertThat(names(options.split(" ", -1)))
        .containsExactly(expected == null ? new String[0] : expected.split(",", -1));
  }

  @Test
  void allNamespacesHaveAColumnOfTheirOwn() {
    assertThat(tocsin("get", "-A").out()).startsWith("NAMESPACE ").contains(namespace + " ");
  }

  @Test
  void anAlertIsAPageToRead() {
    Invocation page = tocsin("get", namespace + "/shell-new");

    assertThat(page.exitCode()).isZero();
    assertThat(page.out())
        .contains(
            "A shell in a database\nsh opened \\u{1b}[31m/etc/shadow\n",
            "policy      tocsin-system/shell, generation 4",
            "severity    High, risk score 60",
            "ATT&CK      T1059.004 (Execution)",
            "seen        3 times, first 2026-11-24T10:00:00Z",
            "(10m ago)",
            "gap         at least 7 events were lost",
            "pod         " + namespace + "/db-0",
            "workload    StatefulSet/db",
            "container   postgres, postgres:17",
            "node        node-1",
            "event       FileAccess, at 2026-11-24T10:00:00Z, fd_install, traced by tocsin-files",
            "file        /etc/shadow",
            "state       Open\n",
            "sent to     tocsin-system/siem: Held Opened, held by silence shop/work, since 2026-",
            """
            processes
              /bin/sh -c 'id'
                  pid 42, user root (uid 0), in /
              started by /bin/postgres -D /data
                  pid 41, user root (uid 0), in /
              started by the runtime: runc
            """,
            "sh said hello",
            "tocsin ack " + namespace + "/shell-new --note",
            "kubectl get detectionpolicy -n tocsin-system shell -o yaml")
        .doesNotContain("\u001b");
  }

  @Test
  void programsGetTheObjects() throws Exception {
    JsonNode list = new ObjectMapper().readTree(tocsin("get", "-n", namespace, "-o", "json").out());
    assertThat(list.path("kind").asText()).isEqualTo("List");
    assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("escape-aaaa");
    assertThat(list.at("/items/0/metadata/managedFields").isMissingNode()).isTrue();
    JsonNode one =
        new YAMLMapper().readTree(tocsin("get", "-n", namespace, "shell-new", "-o", "yaml").out());
    assertThat(one.path("kind").asText()).isEqualTo("SecurityAlert");
    assertThat(one.at("/spec/severity").asText()).isEqualTo("High");
  }

  @Test
  void acknowledgingWritesWhoAndWhy() {
    Invocation result =
        tocsin(
            "ack", "-n", namespace, "shell-new", "noise-aaaa", "--note", "looking", "--for", "4h");

    assertThat(result.exitCode()).as(result.err()).isZero();
    Triage triage = Objects.requireNonNull(alerts.read("shell-new").getSpec().triage());
    String until = " acknowledged until " + triage.until();
    assertThat(result.lines())
        .containsExactly(namespace + "/shell-new" + until, namespace + "/noise-aaaa" + until);
    assertThat(triage.state()).isEqualTo(Triage.State.ACKNOWLEDGED);
    assertThat(triage.by()).isEqualTo("admin");
    assertThat(triage.note()).isEqualTo("looking");
    assertThat(triage.until()).isNotNull();
    assertThat(names("--state", "acknowledged")).containsExactly("shell-new", "noise-aaaa");
  }

  @Test
  void silencingIsSignedLastsForATimeAndCanBeEnded() {
    String key = namespace + "/shell-new";
    Invocation first =
        tocsin("silence", "-n", namespace, "shell-new", "--for", "4h", "--reason", "a restore");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.lines())
        .singleElement()
        .asString()
        .matches(key + " silenced until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    AlertSilence silence = silence("shell-new");
    assertThat(silence.getSpec().createdBy()).isEqualTo("admin");
    assertThat(silence.getSpec().reason()).isEqualTo("a restore");
    assertThat(silence.getSpec().matchers())
        .containsExactly(new Matcher(Matcher.Subject.ALERT, "shell-new", false, false));
    assertThat(Timestamps.parse(silence.getSpec().expiresAt()))
        .isBetween(
            Instant.now().plus(Duration.ofHours(3)), Instant.now().plus(Duration.ofHours(4)));

    assertThat(tocsin("silence", key, "--for", "1h", "--reason", "again").exitCode()).isZero();
    assertThat(silence("shell-new").getSpec().reason()).isEqualTo("again");

    assertThat(tocsin("unsilence", key).lines()).containsExactly(key + " unsilenced");
    Invocation second = tocsin("unsilence", key);
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains(key + " is not silenced by its name");
  }

  @Test
  void whatCannotBeSilencedIsSaid() {
    Invocation missing =
        tocsin("silence", namespace + "/shell-nev", "--for", "4h", "--reason", "a restore");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("shell-nev", "shell-new");
    Invocation longer =
        tocsin("silence", namespace + "/shell-new", "--for", "721h", "--reason", "a restore");
    assertThat(longer.exitCode()).isEqualTo(2);
    assertThat(longer.err()).contains("--for: a silence lasts 720h");
  }

  private AlertSilence silence(String name) {
    return cluster
        .client()
        .resources(AlertSilence.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  @Test
  void closingSaysWhyAndIsDoneOnce() {
    String key = namespace + "/shell-new";
    assertThat(tocsin("close", key).err()).contains("--reason");
    Invocation first =
        tocsin("close", key, "--reason", "false positive", "--note", "a backup", "--by", "jane");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(alerts.read("shell-new").getSpec().triage())
        .isEqualTo(new Triage(Triage.State.CLOSED, "jane", "false positive: a backup", null));

    Invocation second = tocsin("close", key, "--reason", "x");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains(key + " is closed already, by jane");
    assertThat(tocsin("ack", key).err()).contains("is closed already");
  }

  @Test
  void anIncidentIsShownAndClosedWithAllOfIt() {
    alerts.createIncident("incident-aaaa", AlertSeverity.HIGH, "shell-new", "noise-aaaa");

    Invocation table = tocsin("get", "-n", namespace);
    assertThat(table.lines()).hasSize(4);
    assertThat(table.lines().get(2)).matches("incident-aaaa +High .* \\+2 +Open .*");
    assertThat(tocsin("get", "-n", namespace, "--expand").lines())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("└ noise-aaaa"));

    Invocation close = tocsin("close", "-n", namespace, "incident-aaaa", "--reason", "incident 42");
    assertThat(close.exitCode()).as(close.err()).isZero();
    assertThat(close.lines())
        .containsExactlyInAnyOrder(
            namespace + "/incident-aaaa closed",
            namespace + "/shell-new closed",
            namespace + "/noise-aaaa closed");
    assertThat(names("--state", "open")).containsExactly("escape-aaaa", "shell-old");
  }

  @Test
  void alertsAreDecidedOnBySelector() {
    Invocation close =
        tocsin("close", "-n", namespace, "--policy", "shell", "--since", "1h", "--reason", "test");

    assertThat(close.exitCode()).as(close.err()).isZero();
    assertThat(close.lines()).containsExactly(namespace + "/shell-new closed");
    Invocation again =
        tocsin("close", "-n", namespace, "--policy", "shell", "--since", "1h", "--reason", "test");
    assertThat(again.exitCode()).isZero();
    assertThat(again.err())
        .isEqualToIgnoringNewLines(
            "No such alerts in the namespace " + namespace + "; -A looks in all.");
    Invocation both = tocsin("close", "shell-new", "--policy", "shell", "--reason", "x");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("Name alerts or select them, not both");
  }

  @Test
  void anExceptionIsPrintedForReviewOrCreated() {
    cluster.client().namespaces().resource(named("tocsin-system")).serverSideApply();
    String key = namespace + "/shell-new";
    Invocation printed = tocsin("except", key, "--reason", "a test");
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    assertThat(printed.out())
        .startsWith(
            "# " + key + ", by the findings that it keeps:\n# silenced:     /bin/sh -c 'id'\n")
        .contains("kind: DetectionException", "process.binary == '/bin/sh'");

    Invocation created = tocsin("except", key, "--reason", "a test", "--for", "90d", "--apply");
    assertThat(created.exitCode()).as(created.err()).isZero();
    DetectionException exception =
        cluster
            .client()
            .resources(DetectionException.class)
            .inNamespace("tocsin-system")
            .withName("shell-" + WatchRow.id("shell-new"))
            .get();
    assertThat(exception.getSpec().reason()).isEqualTo("a test");
    assertThat(exception.getSpec().expiresAt()).isNotNull();
    cluster.client().resource(exception).delete();
  }

  private static Namespace named(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  @Test
  void namesComeFromAPipeAlsoFromAnEmptyOne() {
    InputStream before = System.in;
    try {
      System.setIn(input("securityalert.tocsin.dev/shell-new\n" + namespace + "/noise-aaaa\n"));
      Invocation ack = tocsin("ack", "-n", namespace, "-");
      assertThat(ack.exitCode()).as(ack.err()).isZero();
      assertThat(ack.lines()).hasSize(2);

      System.setIn(input(""));
      Invocation nothing = tocsin("ack", "-n", namespace, "-");
      assertThat(nothing.exitCode()).isZero();
      assertThat(nothing.err()).isEqualToIgnoringNewLines("No alerts.");
    } finally {
      System.setIn(before);
    }
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMissingAlertIsSaidWithThoseThatAreLikeIt() {
    Invocation get = tocsin("get", "-n", namespace, "shell-nev");
    assertThat(get.exitCode()).isEqualTo(1);
    assertThat(get.err())
        .contains("tocsin get: no alert " + namespace + "/shell-nev; did you mean ")
        .contains(namespace + "/shell-new");

    // one that is there is written all the same
    Invocation ack = tocsin("ack", "-n", namespace, "shell-nev", "shell-old");
    assertThat(ack.exitCode()).isEqualTo(1);
    assertThat(ack.out()).contains(namespace + "/shell-old acknowledged");
    assertThat(ack.err()).contains("tocsin ack: no alert");
  }

  @Test
  void whoMayOnlyReadReads() {
    allow("viewer-" + namespace, "get", "list", "watch");
    String[] viewer = {"--as", "viewer-" + namespace};

    assertThat(tocsin("get", "-n", namespace, viewer[0], viewer[1]).lines()).hasSize(5);
    assertThat(tocsin("get", namespace + "/shell-new", viewer[0], viewer[1]).exitCode()).isZero();
    Invocation ack = tocsin("ack", namespace + "/shell-new", viewer[0], viewer[1]);
    assertThat(ack.exitCode()).isEqualTo(1);
    assertThat(ack.err())
        .startsWith("tocsin ack: cannot change alert " + namespace + "/shell-new: forbidden: ")
        .contains("viewer-" + namespace);
    Invocation all = tocsin("get", "-A", viewer[0], viewer[1]);
    assertThat(all.exitCode()).isEqualTo(1);
    assertThat(all.err()).startsWith("tocsin get: cannot list alerts in all namespaces: forbidden");
  }

  @Test
  void getAndPatchAreEnoughToDecide() {
    allow("triager-" + namespace, "get", "patch");
    String[] triager = {"--as", "triager-" + namespace};

    Invocation ack = tocsin("ack", namespace + "/shell-new", triager[0], triager[1]);
    assertThat(ack.exitCode()).as(ack.err()).isZero();
    assertThat(Objects.requireNonNull(alerts.read("shell-new").getSpec().triage()).by())
        .isEqualTo("triager-" + namespace);
    Invocation missing = tocsin("ack", namespace + "/nothing", triager[0], triager[1]);
    assertThat(missing.err())
        .isEqualToIgnoringNewLines("tocsin ack: no alert " + namespace + "/nothing");
  }

  private void allow(String user, String... verbs) {
    cluster
        .client()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .withRules(
                    new PolicyRuleBuilder()
                        .withApiGroups("tocsin.dev")
                        .withResources("securityalerts")
                        .withVerbs(verbs)
                        .build())
                .build())
        .create();
    cluster
        .client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", user)
                .build())
        .create();
    await()
        .atMost(30, SECONDS)
        .until(
            () ->
                cluster.lets(
                    user, verbs[0], "securityalerts.tocsin.dev", "--namespace=" + namespace));
  }

  @Test
  void badUsageIsTwo(@TempDir Path folder) throws Exception {
    assertThat(tocsin("get", "--severity", "worst").err())
        .contains("--severity: 'worst' is none of info, low, medium, high, critical");
    assertThat(tocsin("get", "--severity", "worst").exitCode()).isEqualTo(2);
    assertThat(tocsin("get", "--since", "yesterday").exitCode()).isEqualTo(2);
    assertThat(tocsin("get", "-A", "-n", "x").exitCode()).isEqualTo(2);
    assertThat(tocsin("get", "--context", "nowhere").err()).contains("no context nowhere");
    assertThat(tocsin("ack").exitCode()).isEqualTo(2);
    assertThat(Invocation.of("get", "--kubeconfig", "/no/such/file").exitCode()).isEqualTo(2);

    Path gone = folder.resolve("gone.kubeconfig");
    Files.writeString(
        gone,
        Files.readString(cluster.kubeconfig())
            .replaceAll("https://127.0.0.1:[0-9]+", "https://127.0.0.1:1"));
    Invocation unreachable = Invocation.of("get", "--kubeconfig", gone.toString());
    assertThat(unreachable.exitCode()).isEqualTo(1);
    assertThat(unreachable.err()).contains("no answer from the API server");
  }

  @Test
  void aPolicyOfTheClusterIsExplainedWithItsLists() {
    cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("shells")
                .endMetadata()
                .addToData("names", "ash\nbash\n")
                .build())
        .create();
    cluster
        .client()
        .resource(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: from-cluster, namespace: %s}
            spec:
              title: A shell
              severity: High
              events: [ProcessExec]
              lists: [{name: shells, configMapKeyRef: {name: shells, key: names}}]
              match: process.name in lists.shells
            """
                .formatted(namespace))
        .create();

    Invocation explained =
        tocsin("explain", "--from-cluster", "--name", namespace + "/from-cluster");
    assertThat(explained.exitCode()).as(explained.err()).isZero();
    assertThat(explained.out())
        .startsWith(namespace + "/from-cluster: A shell")
        .contains("process.name is 'ash' or 'bash'");
    assertThat(tocsin("explain", "--from-cluster", "--name", namespace + "/none").err())
        .contains("the cluster: there is no DetectionPolicy " + namespace + "/none");
  }
}
