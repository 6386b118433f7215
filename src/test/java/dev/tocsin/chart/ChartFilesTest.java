package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartFilesTest {
  /** {@code make chart} sets it. */
  private static final boolean UPDATE = Boolean.getBoolean("tocsin.chart.update");

  @Test
  void whatIsCopiedIntoTheChartIsUpToDate() throws IOException {
    Map<String, String> generated = ChartFiles.generate();
    if (UPDATE) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Path path = ChartFiles.CHART.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    assertThat(written())
        .as("helm/tocsin differs from what it is made from: run `make chart`")
        .isEqualTo(generated);
  }

  private static Map<String, String> written() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String folder : List.of("crds", "files/packs", "files", ".")) {
      try (Stream<Path> paths = Files.list(ChartFiles.CHART.resolve(folder))) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          files.put(
              ChartFiles.CHART.relativize(path.normalize()).toString(), Files.readString(path));
        }
      }
    }
    for (String own :
        List.of(
            ".helmignore",
            "Chart.yaml",
            "values.yaml",
            "values.schema.json",
            "files/dashboard.json")) {
      assertThat(files).containsKey(own);
      files.remove(own);
    }
    return files;
  }

  @Test
  void theVersionIsTheProjects() throws IOException {
    JsonNode chart = yaml("Chart.yaml");
    String project = Files.readString(Path.of("pom.xml"));
    assertThat(project)
        .containsPattern(
            "<artifactId>tocsin</artifactId>\\s*<version>"
                + chart.path("appVersion").asText()
                + "(-SNAPSHOT)?</version>");
  }

  @Test
  void everyValueIsDocumented() throws IOException {
    assertThat(ValuesReadme.undocumented(ChartFiles.read(ChartFiles.CHART.resolve("values.yaml"))))
        .isEmpty();
  }

  @Test
  void everyPackHasASwitch() throws IOException {
    List<String> switches = new ArrayList<>();
    yaml("values.yaml").path("packs").fieldNames().forEachRemaining(switches::add);
    assertThat(switches)
        .isEqualTo(ChartFiles.packs().stream().map(pack -> pack.getFileName().toString()).toList());
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(ChartFiles.CHART.resolve(file).toFile());
  }
}
