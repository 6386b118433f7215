package dev.tocsin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is compiled, tested and shipped is what was looked at. After a change of dependencies {@code
 * make lock} writes .mvn/libraries.sha256, whose difference is to be reviewed.
 */
class LockedLibrariesTest {
  @TempDir private Path folder;

  private static LockedLibraries used() throws IOException {
    return LockedLibraries.of(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar"))
            .map(Path::of)
            .filter(jar -> !isOfTheRunner(jar))
            .toList());
  }

  /** What Surefire or `make try` bring to run the tests with, which no test is compiled against. */
  private static boolean isOfTheRunner(Path jar) {
    return jar.getFileName().toString().startsWith("surefire");
  }

  @Test
  void theLibrariesAreThoseThatAreLocked() throws IOException {
    LockedLibraries used = used();
    if (Boolean.getBoolean("tocsin.libraries.update")) {
      used.store();
    }
    LockedLibraries locked = LockedLibraries.stored();
    assertThat(locked.complaints(used)).as("see `make lock`").isEmpty();
    assertThat(locked.unused(used)).as("see `make lock`").isEmpty();
  }

  @Test
  void aJarThatWasChangedIsNamed() throws IOException {
    Path jar = Files.writeString(folder.resolve("a-1.0.jar"), "good");
    Path other = Files.writeString(folder.resolve("b-1.0.jar"), "good");
    LockedLibraries locked =
        LockedLibraries.parse(LockedLibraries.of(List.of(jar)).toString().lines().toList());
    assertThat(locked.complaints(LockedLibraries.of(List.of(jar)))).isEmpty();
    Files.writeString(jar, "evil");
    assertThat(locked.complaints(LockedLibraries.of(List.of(jar, other))))
        .satisfiesExactly(
            changed ->
                assertThat(changed).startsWith("a-1.0.jar has SHA-256 ").contains("locked is"),
            added -> assertThat(added).isEqualTo("b-1.0.jar is not locked"));
    assertThat(locked.unused(LockedLibraries.of(List.of(other)))).containsExactly("a-1.0.jar");
  }

  @Test
  void aLineThatSaysNothingIsAMistake() {
    assertThatThrownBy(() -> LockedLibraries.parse(List.of("abc a.jar")))
        .hasMessageContaining("abc a.jar");
  }
}
