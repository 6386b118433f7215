package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.endtoend.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a {@code watch} ends that never began: only a process shows it, since what ends a JVM may
 * change the code that the command returned.
 */
class WatchExitCodeTest {
  @TempDir private Path folder;

  @Test
  void misuseIs2() throws Exception {
    assertThat(exitCodeOf("--severity", "loud")).isEqualTo(2);
    assertThat(Files.readString(err())).contains("--severity: 'loud' is none of");
  }

  @Test
  void aClusterThatDoesNotLetItWatchIs1() throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: nobody, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
            users: [{name: nobody, user: {}}]
            current-context: nobody
            """);

    assertThat(exitCodeOf("-A", "--kubeconfig", kubeconfig.toString())).isEqualTo(1);
    assertThat(Files.readString(err()))
        .contains("cannot watch alerts in all namespaces: no answer from the API server: ");
  }

  private Path err() {
    return folder.resolve("err");
  }

  private int exitCodeOf(String... options) throws Exception {
    List<String> command = new ArrayList<>(TocsinProcess.shortLived());
    command.add("watch");
    command.addAll(List.of(options));
    Process watch =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err().toFile())
            .start();
    try {
      assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return watch.exitValue();
    } finally {
      watch.destroyForcibly();
    }
  }
}
