package dev.tocsin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.kubernetes.model.annotation.Plural;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
  private static final Path FOLDER = Path.of("crds");

  /** {@code make crds} sets it. */
  private static final boolean UPDATE = Boolean.getBoolean("tocsin.crds.update");

  @Test
  void theCrdFilesAreWhatTheTypesSay() throws IOException {
    Map<String, String> generated = CrdFiles.generate();
    if (UPDATE) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    assertThat(written())
        .as("crds/ differs from the Java types: run `make crds`")
        .isEqualTo(generated);
  }

  /** As kubectl and Helm read them: by YAML 1.1, where a plain True is no text. */
  @Test
  void enumsAreTexts() throws IOException {
    for (String file : CrdFiles.generate().values()) {
      assertThat(file).doesNotContainPattern("(?mi)^ *- (true|false|yes|no|on|off|y|n|null|~)$");
    }
  }

  /** Else Fabric8 works it out for each object that is read, twice, by regular expressions. */
  @Test
  void everyKindSaysItsPlural() {
    assertThat(CrdFiles.KINDS).allMatch(kind -> kind.isAnnotationPresent(Plural.class));
  }

  /** For {@code kubectl explain}. */
  @Test
  void everyFieldIsDescribed() throws IOException {
    List<String> undescribed = new ArrayList<>();
    for (String file : CrdFiles.generate().values()) {
      CustomResourceDefinition crd = Serialization.unmarshal(file, CustomResourceDefinition.class);
      collect(
          crd.getSpec().getNames().getKind(),
          crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(),
          undescribed);
    }
    assertThat(undescribed).isEmpty();
  }

  private static void collect(String path, JSONSchemaProps schema, List<String> undescribed) {
    if (path.endsWith("Selector") || path.endsWith(".selector") || path.endsWith(".conditions")) {
      return; // types of Kubernetes, known to everybody
    }
    if (schema.getItems() != null) {
      collect(path, schema.getItems().getSchema(), undescribed);
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (property.getDescription() == null) {
                  undescribed.add(path + "." + name);
                }
                collect(path + "." + name, property, undescribed);
              });
    }
  }

  private static Map<String, String> written() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(FOLDER)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return files;
  }
}
