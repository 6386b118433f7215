package dev.tocsin.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final List<String> NEEDED = List.of("etcd", "kube-apiserver", "kubectl");

  /** Each found once per JVM, since the first search may have to build them. */
  private static final Map<KubernetesVersion, Search> RESULTS = new ConcurrentHashMap<>();

  /**
   * Looks at {@code KUBEBUILDER_ASSETS} (what setup-envtest gives) for the newest, then in the
   * user's cache, then builds them with Go, which takes minutes on a machine that never did.
   */
  public static Search find(KubernetesVersion version) {
    return RESULTS.computeIfAbsent(
        version, each -> search(each, System.getenv(), System.err::println));
  }

  /** The test is skipped where there are none. */
  public static Binaries orSkip(KubernetesVersion version) {
    return switch (find(version)) {
      case Search.Found(Binaries binaries) -> binaries;
      case Search.Missing(String reason) -> throw MissingTools.skip(version.module(), reason);
    };
  }

  /** The binaries, for those who can do nothing without. */
  public static Binaries require(KubernetesVersion version) {
    return switch (find(version)) {
      case Search.Found(Binaries binaries) -> binaries;
      case Search.Missing(String reason) -> throw new IllegalStateException(reason);
    };
  }

  /**
   * @param progress takes lines while the binaries are being built; System.err, not an inherited
   *     stream, is what test runners show at once
   */
  static Search search(
      KubernetesVersion version, Map<String, String> environment, Consumer<String> progress) {
    String assets = environment.getOrDefault("KUBEBUILDER_ASSETS", "");
    if (version == KubernetesVersion.NEWEST && !assets.isBlank()) {
      return inFolder(Path.of(assets), "KUBEBUILDER_ASSETS names " + assets);
    }
    return built(version.module(), environment, progress);
  }

  private static Search built(
      String module, Map<String, String> environment, Consumer<String> progress) {
    return switch (ToolBuild.of(module, environment, progress)) {
      case ToolBuild.Answer.Built(Path folder) -> inFolder(folder, module + " was built");
      case ToolBuild.Answer.Failed(String reason) -> new Search.Missing(reason);
    };
  }

  private static Search inFolder(Path folder, String origin) {
    for (String name : NEEDED) {
      if (!Files.isExecutable(folder.resolve(name))) {
        return new Search.Missing(origin + ", and there is no executable " + name + " in it");
      }
    }
    return new Search.Found(new Binaries(folder.toAbsolutePath()));
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
