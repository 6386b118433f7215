package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.cluster.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart says, without a cluster. */
class RenderTest {
  private static final String[] EVERYTHING = everything();

  private final Helm helm = Helm.orSkip("helm");

  private static String[] everything() {
    return Stream.concat(
            ChartFiles.packs().stream()
                .map(pack -> "--set=packs.%s.enabled=true".formatted(pack.getFileName())),
            Stream.of("--set=tracing.install=All"))
        .toArray(String[]::new);
  }

  @Test
  void bothHelmsRenderTheSameAndAlwaysTheSame() {
    List<JsonNode> first = sorted(Rendered.by(helm, EVERYTHING));
    assertThat(sorted(Rendered.by(helm, EVERYTHING))).isEqualTo(first);
    assertThat(sorted(Rendered.by(Helm.orSkip("helm3"), EVERYTHING))).isEqualTo(first);
  }

  private static List<JsonNode> sorted(Rendered rendered) {
    return new ArrayList<>(byName(rendered.objects()).values());
  }

  private static Map<String, JsonNode> byName(List<JsonNode> objects) {
    Map<String, JsonNode> named = new TreeMap<>();
    for (JsonNode object : objects) {
      String name =
          object.path("kind").asText()
              + object.at("/metadata/namespace").asText()
              + "/"
              + object.at("/metadata/name").asText();
      assertThat(named.put(name, object)).as("a second " + name).isNull();
    }
    return named;
  }

  /** A number, or a text with signs of its own, may not change on its way through Helm. */
  @Test
  void policiesAreWhatTheLibrarySays() throws IOException {
    Rendered rendered = Rendered.by(helm, EVERYTHING);
    List<Path> shipped = new ArrayList<>(ChartFiles.yamlFiles(Path.of("config/tracing")));
    ChartFiles.packs().forEach(pack -> shipped.addAll(ChartFiles.yamlFiles(pack)));

    for (Path file : shipped) {
      JsonNode source = new YAMLMapper().readTree(file.toFile());
      JsonNode found =
          rendered.object(source.path("kind").asText(), source.at("/metadata/name").asText());
      assertThat(plain(found.path("spec")))
          .as(file.toString())
          .isEqualTo(plain(source.path("spec")));
      assertThat(found.at("/metadata/annotations")).isEqualTo(source.at("/metadata/annotations"));
    }
    assertThat(rendered.ofKind("DetectionPolicy", "TracingPolicy")).hasSize(shipped.size());
    assertThat(lists(rendered))
        .isEqualTo(
            new YAMLMapper().readTree(Path.of("config/policies/lists.yaml").toFile()).path("data"));
  }

  /** The same number is the same, however it is kept. */
  private static JsonNode plain(JsonNode node) throws IOException {
    return new ObjectMapper().readTree(node.toString());
  }

  private static JsonNode lists(Rendered rendered) {
    return rendered.object("ConfigMap", "tocsin-lists").path("data");
  }

  /** What a trial wants to see, with what it needs on the nodes. */
  @Test
  void theDefaultPacksComeWithTheirTracingPolicies() {
    Rendered rendered = Rendered.by(helm);
    assertThat(names(rendered, "DetectionPolicy"))
        .contains("shell-in-pod", "workload-incident", "cryptominer", "namespace-entered")
        .doesNotContain("sudo-or-su", "egress-to-unusual-port");
    Set<String> required =
        rendered
            .ofKind("DetectionPolicy")
            .flatMap(policy -> texts(policy.at("/spec/requires/tracingPolicies")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names(rendered, "TracingPolicy")).containsExactlyElementsOf(required);
    assertThat(
            names(
                Rendered.by(helm, "--api-versions=tocsin.dev/v1alpha1/DetectionPolicy"),
                "TracingPolicy"))
        .as("a cluster that does not know the kind")
        .isEmpty();
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  /** The values that the chart's page shows to those on call. */
  @Test
  void whatThePageShowsMonitorsEverything(@TempDir Path folder) throws IOException {
    Matcher shown =
        Pattern.compile("```yaml monitoring\\.yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(ChartFiles.read(ChartFiles.CHART.resolve("README.md")));
    assertThat(shown.find()).isTrue();
    Path values = Files.writeString(folder.resolve("values.yaml"), shown.group(1));

    Rendered rendered = Rendered.by(helm, "--values=" + values);
    assertThat(rendered.ofKind("PodMonitor", "ServiceMonitor", "PrometheusRule"))
        .hasSize(3)
        .allMatch(each -> each.at("/metadata/labels/release").asText().equals("prometheus"));
    assertThat(
            rendered
                .object("ServiceMonitor", "tocsin-operator")
                .at("/spec/endpoints/0/honorLabels")
                .asBoolean())
        .as("the label namespace is that of the alerts")
        .isTrue();
    assertThat(
            new ObjectMapper()
                .readTree(
                    rendered
                        .object("ConfigMap", "tocsin-dashboard")
                        .at("/data/tocsin.json")
                        .asText())
                .path("uid")
                .asText())
        .isEqualTo("tocsin");
  }

  @Test
  void rulesPointToWhereTheRunbookIsRead() {
    String page = "https://wiki.example/runbook";
    List<String> urls =
        Rendered.by(helm, "--set=monitoring.rules.enabled=true,monitoring.rules.runbookUrl=" + page)
            .object("PrometheusRule", "tocsin")
            .findValuesAsText("runbook_url");
    assertThat(urls)
        .contains(page + "#tocsinnobodyleads")
        .allMatch(url -> url.startsWith(page + "#tocsin"));
  }

  @Test
  void podsTakeWhatAPlatformAdds() {
    Rendered rendered =
        Rendered.by(
            helm,
            "--set=sensor.env[0].name=JDK_JAVA_OPTIONS,sensor.env[0].value=-Xmx300m",
            "--set=sensor.extraArgs={--log-level=debug},operator.extraArgs={--alert-cap=7}",
            "--set=operator.serviceAccount.name=bell,sensor.serviceAccount.name=ringer",
            "--set=sensor.serviceAccount.create=false");
    JsonNode sensor = rendered.object("DaemonSet", "tocsin-sensor").at("/spec/template/spec");
    JsonNode operator = rendered.object("Deployment", "tocsin-operator").at("/spec/template/spec");
    assertThat(sensor.at("/containers/0/env").findValuesAsText("name"))
        .containsExactly("POD_NAME", "POD_NAMESPACE", "NODE_NAME", "HOST_IP", "JDK_JAVA_OPTIONS");
    assertThat(texts(sensor.at("/containers/0/args"))).last().isEqualTo("--log-level=debug");
    assertThat(texts(operator.at("/containers/0/args")))
        .contains("--sensor-account=ringer")
        .last()
        .isEqualTo("--alert-cap=7");
    assertThat(sensor.path("serviceAccountName").asText()).isEqualTo("ringer");
    assertThat(operator.path("serviceAccountName").asText()).isEqualTo("bell");
    assertThat(names(rendered, "ServiceAccount")).containsExactly("bell");
    assertThat(
            rendered
                .ofKind("ClusterRoleBinding", "RoleBinding")
                .flatMap(binding -> binding.path("subjects").findValuesAsText("name").stream()))
        .containsOnly("bell", "ringer");
    assertThat(rendered.object("ValidatingAdmissionPolicy", "tocsin-facts").toString())
        .contains("system:serviceaccount:tocsin-system:bell");
  }

  @Test
  void packsAndPoliciesHaveSwitches() {
    Rendered rendered =
        Rendered.by(
            helm,
            "--set=packs.pod-intrusion.enabled=false",
            "--set=policies.mode=Shadow,policies.exclude={process-attached}",
            "--set=packs.linux.enabled=true,packs.linux.mode=Disabled",
            "--set=tracing.exclude={tocsin-devices}");

    assertThat(mode(rendered, "namespace-entered")).isEqualTo("Shadow");
    assertThat(mode(rendered, "sudo-or-su")).isEqualTo("Disabled");
    assertThat(names(rendered, "DetectionPolicy"))
        .doesNotContain("process-attached", "nsenter-in-pod");
    assertThat(names(rendered, "TracingPolicy"))
        .contains("tocsin-namespaces", "tocsin-mounts")
        .doesNotContain("tocsin-devices", "tocsin-dns");
  }

  @Test
  void listsAreAddedToAndReplaced() {
    JsonNode lists =
        lists(
            Rendered.by(
                helm,
                "--set=policies.lists.add.allowed-images={registry.example.com/*}",
                "--set=policies.lists.replace.cloud-agents={kube-system/agent}"));
    assertThat(lists.path("allowed-images").asText()).endsWith("\nregistry.example.com/*\n");
    assertThat(lists.path("cloud-agents").asText()).isEqualTo("kube-system/agent\n");
  }

  private static String mode(Rendered rendered, String policy) {
    return rendered.object("DetectionPolicy", policy).at("/spec/mode").asText();
  }

  private static List<String> names(Rendered rendered, String kind) {
    return rendered.ofKind(kind).map(object -> object.at("/metadata/name").asText()).toList();
  }

  @Test
  void aCertificateFromElsewhereNeedsWhatItIsCheckedWith() {
    assertThat(Rendered.result(helm, "--set=operator.tls.secretName=given").err())
        .contains("operator.tls.caConfigMap");
  }

  @Test
  void affinityOfTheUserStandsBesideWhatSpreadsOperators() {
    String weights =
        "/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/%d/weight";
    String own = "--set-json=operator.affinity.podAntiAffinity.";
    JsonNode required =
        operatorPod(
            own + "requiredDuringSchedulingIgnoredDuringExecution=[{\"topologyKey\": \"rack\"}]");
    assertThat(
            required
                .at(
                    "/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0/topologyKey")
                .asText())
        .isEqualTo("rack");
    assertThat(required.at(weights.formatted(1)).asInt()).isEqualTo(50);

    JsonNode preferred =
        operatorPod(own + "preferredDuringSchedulingIgnoredDuringExecution=[{\"weight\": 7}]");
    assertThat(preferred.at(weights.formatted(0)).asInt()).isEqualTo(7);
    assertThat(preferred.at(weights.formatted(1)).isMissingNode()).isTrue();
  }

  private JsonNode operatorPod(String setting) {
    return Rendered.by(helm, setting)
        .object("Deployment", "tocsin-operator")
        .at("/spec/template/spec");
  }

  @Test
  void sensorsMaskAndWithholdWhatValuesSay() {
    JsonNode arguments =
        Rendered.by(
                helm,
                "--set-json=redaction={\"patterns\": [\"pin=(\\\\d+)\", \"x: '$(HOME)'\"],"
                    + " \"withholdArguments\": [\"payments\"]}")
            .object("DaemonSet", "tocsin-sensor")
            .at("/spec/template/spec/containers/0/args");

    // a kubelet makes $( of $$(, where it would put a variable's value else
    assertThat(StreamSupport.stream(arguments.spliterator(), false).map(JsonNode::asText))
        .contains("--redact=pin=(\\d+)", "--redact=x: '$$(HOME)'", "--withhold-arguments=payments");
  }

  @Test
  void podsHaveNoMoreRightsThanTheyNeed() {
    for (JsonNode pod : Rendered.by(helm).pods().toList()) {
      JsonNode spec = pod.path("spec");
      JsonNode security = spec.at("/containers/0/securityContext");
      assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
      assertThat(spec.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      assertThat(spec.has("hostNetwork") || spec.has("hostPID") || spec.has("hostIPC")).isFalse();
    }
  }

  /** The image needs no /tmp. */
  @Test
  void onlyFindingsThatWaitAreWritten() {
    for (JsonNode pod : Rendered.by(helm).pods().toList()) {
      for (JsonNode mount : pod.at("/spec/containers/0/volumeMounts")) {
        assertThat(mount.path("readOnly").asBoolean() || mount.path("name").asText().equals("data"))
            .as(mount.toString())
            .isTrue();
      }
    }
  }

  @Test
  void theOperatorIsNotRoot() {
    JsonNode pod = Rendered.by(helm).object("Deployment", "tocsin-operator");
    assertThat(pod.at("/spec/template/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/spec/template/spec/securityContext/runAsUser").asInt()).isEqualTo(65532);
  }

  @Test
  void rightsNameWhatTheyAreFor() {
    Rendered rendered = Rendered.by(helm);
    for (JsonNode role : rendered.ofKind("Role", "ClusterRole").toList()) {
      assertThat(role.path("rules").toString()).doesNotContain("*");
    }
    assertThat(
            rendered
                .object("ClusterRole", "tocsin-sensor")
                .path("rules")
                .findValues("verbs")
                .stream()
                .flatMap(verbs -> StreamSupport.stream(verbs.spliterator(), false))
                .map(JsonNode::asText))
        .as("what a sensor may do")
        .containsOnly("list", "watch");
    assertThat(rendered.object("ClusterRole", "tocsin-operator").toString())
        .doesNotContain("secrets", "configmaps", "\"pods\"");
  }

  @Test
  void theWebhookIsForTheApiServersAddressesWhereTheyAreGiven() {
    JsonNode given =
        Rendered.by(helm, "--set=networkPolicy.webhookFrom[0].ipBlock.cidr=10.0.0.0/28")
            .object("NetworkPolicy", "tocsin-operator");
    assertThat(webhookRule(given).at("/from/0/ipBlock/cidr").asText()).isEqualTo("10.0.0.0/28");
    JsonNode unknown = Rendered.by(helm).object("NetworkPolicy", "tocsin-operator");
    assertThat(webhookRule(unknown).has("from")).isFalse();
  }

  private static JsonNode webhookRule(JsonNode policy) {
    for (JsonNode rule : policy.at("/spec/ingress")) {
      if (rule.at("/ports/0/port").asText().equals("webhook")) {
        return rule;
      }
    }
    throw new AssertionError("no rule for the webhook");
  }

  @Test
  void alertsAreWrittenByTheOperatorOfTheRelease() {
    Rendered rendered = Rendered.by(helm, "--set=fullnameOverride=bell");
    String account =
        rendered.object("ServiceAccount", "bell-operator").at("/metadata/name").asText();
    for (String policy : List.of("bell-facts", "bell-triage")) {
      assertThat(rendered.object("ValidatingAdmissionPolicy", policy).path("spec").toString())
          .contains("system:serviceaccount:tocsin-system:" + account);
    }
    assertThat(rendered.ofKind("ValidatingAdmissionPolicyBinding"))
        .extracting(binding -> binding.at("/spec/policyName").asText())
        .containsExactlyElementsOf(names(rendered, "ValidatingAdmissionPolicy"));
    assertThat(
            Rendered.by(helm, "--set=admissionPolicies.enabled=false")
                .ofKind("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"))
        .isEmpty();
  }

  @Test
  void tetragonOnLocalhostIsReachedFromTheNodesNetwork() {
    Rendered rendered = Rendered.by(helm, "--set=tetragon.address=localhost:54321");
    JsonNode pod = rendered.object("DaemonSet", "tocsin-sensor").at("/spec/template/spec");
    assertThat(pod.path("hostNetwork").asBoolean()).isTrue();
    assertThat(pod.path("volumes").findValuesAsText("name")).doesNotContain("tetragon");
  }

  @Test
  void labelsAreEverywhere() {
    Rendered rendered =
        Rendered.by(
            helm,
            Stream.concat(Stream.of(EVERYTHING), Stream.of("--set=extraLabels.team=blue"))
                .toArray(String[]::new));
    assertThat(rendered.objects())
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/labels/team").asText())
                    .as(object.path("kind") + "/" + object.at("/metadata/name"))
                    .isEqualTo("blue"));
    assertThat(rendered.pods())
        .allSatisfy(pod -> assertThat(pod.at("/metadata/labels/team").asText()).isEqualTo("blue"));
  }

  @Test
  void reportsMayBeWrittenOnlyWhereThatIsSwitchedOn() {
    assertThat(mayWriteReports("--set=outputs.enabled=true")).isFalse();
    assertThat(mayWriteReports("--set=outputs.reports=true")).isFalse();
    assertThat(mayWriteReports("--set=outputs.enabled=true", "--set=outputs.reports=true"))
        .isTrue();
  }

  private boolean mayWriteReports(String... values) {
    return StreamSupport.stream(
            Rendered.by(helm, values)
                .object("ClusterRole", "tocsin-operator")
                .get("rules")
                .spliterator(),
            false)
        .flatMap(rule -> StreamSupport.stream(rule.get("resources").spliterator(), false))
        .anyMatch(resource -> resource.asText().equals("policyreports"));
  }
}
