package dev.tocsin.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The folder with {@code etcd}, {@code kube-apiserver} and {@code kubectl}, and, where they were
 * built here, {@code kube-controller-manager} and {@code kube-scheduler}.
 */
public record Binaries(Path folder) {

  /** What a search for binaries ends with. */
  public sealed interface Search {
    record Found(Binaries binaries) implements Search {}

    record Missing(String reason) implements Search {}
  }

  private static final Path BUILD = Path.of("src/test/cluster/build");
  private static final List<String> NEEDED = List.of("etcd", "kube-apiserver", "kubectl");

  /** Found once per JVM, since the first search may have to build them. */
  private static final class Once {
    private static final Search RESULT = search(System.getenv(), System.err::println);
  }

  /**
   * Looks at {@code KUBEBUILDER_ASSETS} (what setup-envtest gives), then in the user's cache, then
   * builds them with Go, which takes minutes on a machine that never did.
   */
  public static Search find() {
    return Once.RESULT;
  }

  /** The binaries, for those who can do nothing without. */
  public static Binaries require() {
    return switch (find()) {
      case Search.Found(Binaries binaries) -> binaries;
      case Search.Missing(String reason) -> throw new IllegalStateException(reason);
    };
  }

  /**
   * @param progress takes lines while the binaries are being built; System.err, not an inherited
   *     stream, is what test runners show at once
   */
  static Search search(Map<String, String> environment, Consumer<String> progress) {
    String assets = environment.getOrDefault("KUBEBUILDER_ASSETS", "");
    if (!assets.isBlank()) {
      return inFolder(Path.of(assets), "KUBEBUILDER_ASSETS names " + assets);
    }
    try {
      return build(environment, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while building the cluster tools", e);
    }
  }

  private static Search inFolder(Path folder, String origin) {
    for (String name : NEEDED) {
      if (!Files.isExecutable(folder.resolve(name))) {
        return new Search.Missing(origin + ", and there is no executable " + name + " in it");
      }
    }
    return new Search.Found(new Binaries(folder.toAbsolutePath()));
  }

  /** The script answers from the cache at once where it can. */
  private static Search build(Map<String, String> environment, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path answer = Files.createTempFile("tocsin-cluster-tools", ".path");
    try {
      ProcessBuilder script = new ProcessBuilder("bash", BUILD.toString(), "kubernetes");
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
          ? inFolder(Path.of(Files.readString(answer).strip()), BUILD + " built them")
          : new Search.Missing(last);
    } finally {
      Files.delete(answer);
    }
  }

  String path(String tool) {
    Path binary = folder.resolve(tool);
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          binary + " is missing: unset KUBEBUILDER_ASSETS to have all tools built");
    }
    return binary.toString();
  }
}
