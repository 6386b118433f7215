package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command starts at once because it loads no library that it does not use. The bounds on the
 * number of classes leave an eighth of room.
 */
class LoadedClassesTest {
  private static final int VERSION_BOUND = 1_570;
  private static final int LINT_BOUND = 6_560;
  private static final int GET_BOUND = 4_780;

  @TempDir Path folder;

  @Test
  void versionLoadsNoLibraryButPicocli() {
    List<String> loaded = loadedBy(0, "version");

    assertThat(loaded).contains("dev.tocsin.cli.VersionCommand");
    assertThat(matching(loaded, "(io|ch|org|com\\.fasterxml|com\\.google|dev\\.cel)\\..*"))
        .isEmpty();
    assertThat(matching(loaded, "dev\\.tocsin\\..*")).hasSizeLessThan(15);
    assertThat(loaded.size()).isLessThan(VERSION_BOUND);
    // which looks through all libraries
    assertThat(loaded).doesNotContain("java.util.ServiceLoader");
  }

  @Test
  void lintOfOnePolicyReadsNothingToRunIt() {
    List<String> loaded = loadedBy(0, "lint", "config/samples/below-nsenter.yaml");

    assertThat(loaded.size()).isLessThan(LINT_BOUND);
    assertThat(loaded)
        .contains("dev.tocsin.api.v1alpha1.DetectionPolicySpec")
        .doesNotContain(
            "dev.tocsin.manifest.Manifests$Mappers",
            "dev.tocsin.api.v1alpha1.DetectionPolicyStatus$Nodes",
            "io.fabric8.kubernetes.api.model.FieldsV1");
  }

  @Test
  void lintLoadsNeitherClientNorServers() {
    List<String> loaded = loadedBy(0, "lint", "config/samples");

    assertThat(loaded).contains("dev.tocsin.lint.Linter");
    assertThat(
            matching(
                loaded,
                "(io\\.fabric8\\.kubernetes\\.client\\.(impl|http)|io\\.grpc|io\\.micrometer"
                    + "|java\\.net\\.http)\\..*"))
        .isEmpty();
  }

  @Test
  void getLoadsNoEngine() throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: none, context: {cluster: none, namespace: shop}}]
            current-context: none
            """);

    List<String> loaded = loadedBy(1, "get", "--kubeconfig", kubeconfig.toString());

    assertThat(loaded).contains("dev.tocsin.triage.AlertBoard");
    assertThat(loaded.size()).isLessThan(GET_BOUND);
    // all kinds of Kubernetes are looked for where one may be any of them
    assertThat(loaded).doesNotContain("io.fabric8.kubernetes.api.model.LimitRange");
    assertThat(
            matching(
                loaded,
                "(dev\\.cel|io\\.grpc|io\\.micrometer"
                    + "|dev\\.tocsin\\.(engine|language|lint|app))\\..*"))
        .isEmpty();
  }

  private static List<String> matching(List<String> names, String pattern) {
    return names.stream().filter(name -> name.matches(pattern)).toList();
  }

  private List<String> loadedBy(int exitCode, String... arguments) {
    Path log = folder.resolve("classes");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xlog:class+load:file=" + log + "::filecount=0",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tocsin.cli.Main"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
      // logs are as Tocsin sets them up, not as Logback does by itself
      assertThat(output).doesNotContain("DEBUG");
      try (Stream<String> lines = Files.lines(log)) {
        return lines.map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "").split(" ")[0]).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
