package dev.tocsin.image;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The image as it is built, unpacked and run on its own root that can only be read. */
@EnabledOnOs(OS.LINUX)
class ImageTest {
  /** Class data sharing on demand or no start at all: the archive must fit. */
  private static final List<String> ONLY_WITH_ARCHIVE =
      List.of("env", "JDK_JAVA_OPTIONS=-Xshare:on");

  @TempDir static Path folder;
  private static Path first;
  private static String digest;
  private static UnpackedImage image;

  @BeforeAll
  static void build() throws IOException {
    BuiltImage built = BuiltImage.orSkip();
    first = built.place();
    digest = built.digest();
    image = built.unpacked();
  }

  @Test
  void anotherBuildElsewhereGivesTheSameDigest() throws IOException {
    Path place = folder.resolve("another/place");
    String another = BuiltImage.build(place);

    assertThat(Files.readAllLines(RootFilesystem.classesOf(place.resolve("root"))))
        .as("classes that the training loads")
        .isEqualTo(Files.readAllLines(RootFilesystem.classesOf(first.resolve("root"))));
    assertThat(digests(place.resolve("root"))).isEqualTo(digests(first.resolve("root")));
    assertThat(another).isEqualTo(digest);
  }

  /** By file. */
  private static Map<String, String> digests(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .collect(toMap(file -> root.relativize(file).toString(), Digest::of));
    }
  }

  @Test
  void javaIsTheOnlyProgram() throws IOException {
    assertThat(
            files().stream()
                .filter(file -> (mode(file) & 0111) != 0)
                .map(file -> "/" + image.root().relativize(file))
                .filter(file -> !file.matches(".*\\.so(\\.\\d+)*")))
        .containsExactlyInAnyOrder(
            RootFilesystem.JAVA, "/opt/java/lib/jexec", "/opt/java/lib/jspawnhelper");
  }

  @Test
  void everythingIsRootsAndNobodyElseMayWriteIt() throws IOException {
    assertThat(files())
        .isNotEmpty()
        .allSatisfy(
            file -> {
              assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
              assertThat(mode(file) & 07022).isZero();
            });
  }

  @Test
  void theOperatorsUserHasNoRightsAndLabelsSayWhatItIs() {
    assertThat(image.config().at("/config/User").asText()).isEqualTo("65532:65532");
    assertThat(image.config().at("/created").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(image.config().at("/config/Labels/org.opencontainers.image.revision").asText())
        .isEqualTo("0f1e2d");
    assertThat(image.config().at("/os").asText()).isEqualTo("linux");
    assertThat(image.config().at("/architecture").asText())
        .isEqualTo(Architecture.ofThisMachine().oci());
  }

  @Test
  void startsWithItsClassArchive() throws IOException {
    List<String> command = new ArrayList<>(ONLY_WITH_ARCHIVE);
    command.addAll(image.command("version"));

    assertThat(Tool.run(folder, command)).contains("tocsin ");
  }

  /** As kubectl exec runs another command in the container. */
  @Test
  void anotherCommandRunsBesideTheFirst() throws IOException {
    List<String> command = new ArrayList<>(image.command());
    command.subList(command.lastIndexOf("--") + 1, command.size()).clear();
    command.addAll(List.of(RootFilesystem.JAVA, "@" + RootFilesystem.ARGUMENTS, "version"));

    assertThat(Tool.run(folder, command)).contains("tocsin ");
  }

  @Test
  void replaysARecording() throws IOException {
    List<String> command =
        image.command(
            "65532:65532",
            Map.of(
                Path.of("config/samples"),
                "/policies",
                Path.of("src/test/resources/events"),
                "/in"),
            List.of(
                "replay",
                "--policies=/policies",
                "--pods=/in/pods.json",
                "--events=/in/recordings/03-nsenter-escape-agent.pb.gz",
                "-o",
                "table"));

    assertThat(Tool.run(folder, command)).contains("below-nsenter", "alerts: 3");
  }

  @Test
  void trustsThePublicAuthorities() {
    assertThat(image.root().resolve("opt/java/lib/security/cacerts"))
        .satisfies(store -> assertThat(Files.size(store)).isGreaterThan(10_000));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(image.root())) {
      return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  private static int mode(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:mode");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
