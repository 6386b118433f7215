package dev.tocsin.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** The script that builds the tools of a Go module, or finds them built in the user's cache. */
final class ToolBuild {
  private static final Path SCRIPT = Path.of("src/test/cluster/build");

  private ToolBuild() {}

  /** What asking for the tools of a module ends with. */
  sealed interface Answer {
    record Built(Path folder) implements Answer {}

    record Failed(String reason) implements Answer {}
  }

  /**
   * Answers from the cache at once where it can.
   *
   * @param module a folder beside the script
   * @param progress takes lines while something is being built
   */
  static Answer of(String module, Map<String, String> environment, Consumer<String> progress) {
    try {
      Path answer = Files.createTempFile("tocsin-cluster-tools", ".path");
      try {
        return ask(module, environment, progress, answer);
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while building " + module, e);
    }
  }

  private static Answer ask(
      String module, Map<String, String> environment, Consumer<String> progress, Path answer)
      throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("bash", SCRIPT.toString(), module);
    script.environment().clear();
    script.environment().putAll(environment);
    script.redirectOutput(Redirect.to(answer.toFile()));
    Process process = script.start();
    String last = "";
    try (BufferedReader lines = process.errorReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(line);
        last = line;
      }
    }
    return process.waitFor() == 0
        ? new Answer.Built(Path.of(Files.readString(answer).strip()))
        : new Answer.Failed(last);
  }
}
