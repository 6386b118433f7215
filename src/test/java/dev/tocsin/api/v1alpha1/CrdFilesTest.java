package dev.tocsin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
