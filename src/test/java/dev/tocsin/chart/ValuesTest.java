package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that people have, and that charts break with: they do what they say, or are refused. */
class ValuesTest {
  private static final int MOST_OF_A_SERVICE_NAME = 63;

  private final Helm helm = Helm.orSkip("helm");

  /**
   * As with {@code null}, so with {@code --reuse-values}: a value that an earlier chart did not
   * have is not there.
   */
  @ParameterizedTest
  @ValueSource(strings = {"helm", "helm3"})
  void aValueThatIsNotThereIsNoneOrIsNamed(String tool) throws IOException {
    Helm either = Helm.orSkip(tool);
    List<String> paths = new ArrayList<>();
    collect("", new YAMLMapper().readTree(ChartFiles.CHART.resolve("values.yaml").toFile()), paths);
    // a process each, which the next need not wait for
    List<String> broken =
        paths.parallelStream().flatMap(path -> brokenWithout(path, either)).toList();
    assertThat(broken).isEmpty();
    assertThat(paths).hasSizeGreaterThan(80);
  }

  /** What Helm says of a chart without a value, other than that it is missing. */
  private static Stream<String> brokenWithout(String path, Helm helm) {
    Command.Result result = Rendered.result(helm, "--set=" + path + "=null");
    String key = path.substring(path.lastIndexOf('.') + 1);
    return result.exitCode() == 0 || result.err().contains("missing property '" + key + "'")
        ? Stream.empty()
        : Stream.of(path + ": " + result.err());
  }

  private static void collect(String prefix, JsonNode values, List<String> paths) {
    values
        .properties()
        .forEach(
            value -> {
              String path = prefix + value.getKey().replace(".", "\\.");
              boolean samePack = prefix.startsWith("packs.") && !prefix.startsWith("packs.linux.");
              if (!samePack) {
                paths.add(path);
                collect(path + ".", value.getValue(), paths);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "helm3"})
  void anotherChartMayBringIt(String tool, @TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("Chart.yaml"),
        """
        apiVersion: v2
        name: platform
        version: 1.0.0
        dependencies:
          - {name: tocsin, version: "*", condition: tocsin.enabled}
        """);
    Files.writeString(
        folder.resolve("values.yaml"),
        """
        global: {imageRegistry: registry.example.com, imagePullSecrets: [a]}
        tocsin: {enabled: true, fullnameOverride: bell, image: {repository: registry.example.com/tocsin}}
        """);
    Path charts = Files.createDirectories(folder.resolve("charts"));
    Files.createSymbolicLink(charts.resolve("tocsin"), ChartFiles.CHART.toAbsolutePath());

    Command.Result with = template(Helm.orSkip(tool), "platform", folder);
    assertThat(with.orFail().out()).contains("name: bell-operator");
    Command.Result without =
        template(Helm.orSkip(tool), "platform", folder, "--set=tocsin.enabled=false");
    assertThat(without.orFail().out()).doesNotContain("bell-operator");
  }

  private static Command.Result template(Helm helm, String release, Path chart, String... more) {
    return helm.run(
        Stream.concat(
                Stream.of(
                    "template",
                    release,
                    chart.toString(),
                    "--namespace=a",
                    "--kube-version=1.37.2",
                    ChartFiles.IMAGE),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "tocsin, '', tocsin",
    "a, '', a-tocsin",
    "my.release, '', my-release-tocsin",
    "1st, '', tocsin-1st-tocsin",
    "a12345678901234567890123456789012345678901234567890ab, '',"
        + " a12345678901234567890123456789012345678901234",
    "a, nameOverride=bell, a-bell",
    "a, fullnameOverride=bell, bell",
  })
  void namesAreNamesOfServicesWhateverTheReleaseIsCalled(
      String release, String value, String beginning) throws IOException {
    List<JsonNode> objects =
        objects(template(helm, release, ChartFiles.CHART, "--set=" + value).orFail().out());
    List<String> services =
        objects.stream()
            .filter(each -> each.path("kind").asText().equals("Service"))
            .map(each -> each.at("/metadata/name").asText())
            .toList();
    assertThat(services)
        .containsExactly(beginning + "-operator", beginning + "-operator-replicas")
        .allMatch(name -> name.length() <= MOST_OF_A_SERVICE_NAME)
        .allMatch(name -> name.matches("[a-z]([-a-z0-9]*[a-z0-9])?"));
  }

  /** Fails for a key that is there twice. */
  private static List<JsonNode> objects(String manifests) throws IOException {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (var documents = mapper.readerFor(JsonNode.class).<JsonNode>readValues(manifests)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    }
  }

  @Test
  void noKeyIsThereTwice() throws IOException {
    List<JsonNode> objects =
        objects(
            template(
                    helm,
                    "tocsin",
                    ChartFiles.CHART,
                    "--set=extraLabels.app\\.kubernetes\\.io/part-of=platform,extraLabels.team=blue",
                    "--set=monitoring.dashboard.enabled=true,monitoring.dashboard.labels.team=red",
                    "--set=monitoring.rules.enabled=true,monitoring.labels.team=red",
                    "--set=sensor.podLabels.team=green,operator.podLabels.mesh=off",
                    "--set=extraAnnotations.a=b,webhook.annotations.a=c")
                .orFail()
                .out());
    assertThat(objects)
        .allMatch(
            each ->
                each.at("/metadata/labels/app.kubernetes.io~1part-of").asText().equals("platform"));
    assertThat(labelsOfPods(objects)).contains("green blue", " blue off");
  }

  private static List<String> labelsOfPods(List<JsonNode> objects) {
    return objects.stream()
        .map(each -> each.at("/spec/template/metadata/labels"))
        .filter(JsonNode::isObject)
        .map(
            labels ->
                labels.path("team").asText().equals("green")
                    ? "green blue"
                    : " " + labels.path("team").asText() + " " + labels.path("mesh").asText())
        .toList();
  }

  @Test
  void bigNumbersStayNumbers() {
    String text =
        Rendered.by(
                helm,
                "--set=operator.alertBurst=1000000,operator.alertRate=2000000",
                "--set=sensor.spoolBytes=1073741824,sensor.maxUnavailable=1000000",
                "--set=sensor.resources.limits.memory=1073741824")
            .text();
    assertThat(text)
        .contains("--alert-burst=1000000\n", "--spool-bytes=1073741824\n")
        .contains("maxUnavailable: 1000000\n", "memory: 1073741824\n")
        .doesNotContain("e+0");
  }

  @Test
  void securityContextsAreTheUsersFieldByField() {
    Rendered rendered =
        Rendered.by(
            helm,
            "--set=operator.podSecurityContext.runAsUser=null,operator.podSecurityContext.fsGroup=null",
            "--set=sensor.podSecurityContext.seLinuxOptions.type=spc_t",
            "--set=operator.replicas=null");
    JsonNode operator = rendered.object("Deployment", "tocsin-operator");
    JsonNode ofOperator = operator.at("/spec/template/spec/securityContext");
    assertThat(ofOperator.has("runAsUser")).isFalse();
    assertThat(ofOperator.has("fsGroup")).isFalse();
    assertThat(ofOperator.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(operator.path("spec").has("replicas")).isFalse();
    JsonNode ofSensor =
        rendered.object("DaemonSet", "tocsin-sensor").at("/spec/template/spec/securityContext");
    assertThat(ofSensor.at("/seLinuxOptions/type").asText()).isEqualTo("spc_t");
    assertThat(ofSensor.path("runAsUser").asInt(-1)).isZero();
  }

  @Test
  void secretsToPullWithAreNamedEitherWay() {
    JsonNode pod =
        Rendered.by(helm, "--set=imagePullSecrets[0]=a,imagePullSecrets[1].name=b")
            .object("Deployment", "tocsin-operator")
            .at("/spec/template/spec");
    assertThat(pod.path("imagePullSecrets").findValuesAsText("name")).containsExactly("a", "b");
  }

  @Test
  void trafficGoesWhereTheseClustersHaveDnsAndTheApiServer() {
    Rendered rendered =
        Rendered.by(
            helm,
            "--set=tetragon.metrics=http://[::1]:2113/metrics",
            "--set=networkPolicy.sensorEgress[0].ports[0].port=7777");
    assertThat(ports(rendered, "tocsin-sensor"))
        .contains("53", "5353", "443", "6443", "8443", "16443", "9443", "2113", "7777")
        .doesNotContain("1");
    assertThat(ports(rendered, "tocsin-operator"))
        .contains("53", "5353", "443", "6443", "8443", "16443");
  }

  private static List<String> ports(Rendered rendered, String name) {
    return rendered.object("NetworkPolicy", name).at("/spec/egress").findValuesAsText("port");
  }
}
