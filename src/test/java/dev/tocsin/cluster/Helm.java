package dev.tocsin.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A real Helm, with a home of its own. */
public final class Helm {
  private static final Map<String, Helm> BUILT = new ConcurrentHashMap<>();

  /** Longer than any {@code --timeout} that tests give: Helm then says what it waited for. */
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private final Path binary;

  private Helm(Path binary) {
    this.binary = binary;
  }

  /**
   * Builds it where it is not in the cache; the test is skipped where that cannot be.
   *
   * @param module {@code helm} (the newest) or {@code helm3}
   */
  public static Helm orSkip(String module) {
    return BUILT.computeIfAbsent(
        module,
        name ->
            switch (ToolBuild.of(name, System.getenv(), System.err::println)) {
              case ToolBuild.Answer.Built(Path folder) -> new Helm(folder.resolve("helm"));
              case ToolBuild.Answer.Failed(String reason) -> throw MissingTools.skip(name, reason);
            });
  }

  /** Without a cluster, as for {@code template}. */
  public Command.Result run(String... arguments) {
    return run(Path.of("target"), List.of(arguments));
  }

  /** As the administrator of a cluster. */
  public Command.Result run(ControlPlane plane, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--kubeconfig=" + plane.kubeconfig());
    return run(plane.folder(), all);
  }

  private Command.Result run(Path home, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("HELM_CACHE_HOME=" + home.resolve("helm/cache").toAbsolutePath());
    command.add("HELM_CONFIG_HOME=" + home.resolve("helm/config").toAbsolutePath());
    command.add("HELM_DATA_HOME=" + home.resolve("helm/data").toAbsolutePath());
    command.add(binary.toString());
    command.addAll(arguments);
    return Command.run(command, "", LIMIT);
  }
}
