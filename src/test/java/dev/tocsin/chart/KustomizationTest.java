package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code config/default}: what the chart renders, for those who do not use Helm. */
@RealCluster(isolated = true)
class KustomizationTest {
  private static final Path FOLDER = Path.of("config/default");
  private static final String HEADER = "# Made from %s: do not edit, run `make chart`.\n";

  /** {@code make chart} sets it. */
  private static final boolean UPDATE = Boolean.getBoolean("tocsin.chart.update");

  @Test
  void itIsWhatTheChartRenders() throws IOException {
    Map<String, String> generated = generate();
    Map<String, String> written = new TreeMap<>();
    for (Map.Entry<String, String> file : generated.entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (UPDATE) {
        Files.writeString(path, file.getValue());
      }
      written.put(file.getKey(), Files.readString(path));
    }
    assertThat(written)
        .as("config/default differs from the chart: run `make chart`")
        .isEqualTo(generated);
  }

  private static Map<String, String> generate() {
    String crds =
        ChartFiles.yamlFiles(Path.of("crds")).stream()
            .map(ChartFiles::read)
            .collect(Collectors.joining("---\n"));
    return Map.of(
        "crds.yaml", HEADER.formatted("crds/") + crds,
        "tocsin.yaml", HEADER.formatted("helm/tocsin") + rendered());
  }

  /** Without policies, which have a kustomization of their own, and without Helm's labels. */
  private static String rendered() {
    String[] noPacks =
        ChartFiles.packs().stream()
            .map(pack -> "--set=packs.%s.enabled=false".formatted(pack.getFileName()))
            .toArray(String[]::new);
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLMapper.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build()
                .getFactory());
    return Rendered.by(Helm.orSkip("helm"), noPacks).objects().stream()
        .map(KustomizationTest::withoutHelmsLabels)
        .map(object -> write(yaml, object))
        .collect(Collectors.joining());
  }

  private static JsonNode withoutHelmsLabels(JsonNode object) {
    ((ObjectNode) object.at("/metadata/labels"))
        .without(List.of("app.kubernetes.io/managed-by", "helm.sh/chart"));
    return object;
  }

  private static String write(YAMLMapper yaml, JsonNode object) {
    try {
      return yaml.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itIsAppliedToAnApiServer(ControlPlane plane) {
    plane.kubectl("apply", "--server-side", "--force-conflicts", "--kustomize=" + FOLDER).orFail();

    assertThat(
            Stream.of(
                plane
                    .kubectl(
                        "get",
                        "daemonset,deployment,service,networkpolicy",
                        "--namespace=tocsin-system",
                        "--output=name")
                    .orFail()
                    .out()
                    .split("\n")))
        .contains(
            "daemonset.apps/tocsin-sensor",
            "deployment.apps/tocsin-operator",
            "service/tocsin-operator-replicas",
            "networkpolicy.networking.k8s.io/tocsin-sensor");
  }
}
