package dev.tocsin.cli;

import dev.tocsin.kubernetes.ClusterAccess;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and as whom: the options of kubectl, of the commands for people. */
final class ClusterOptions {
  private static final int ANSWER_MILLIS = 30_000;
  private static final int CONNECT_MILLIS = 10_000;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Kubeconfig file. Default: $$KUBECONFIG, else ~/.kube/config")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig. Default: the current context")
  private @Nullable String context;

  @Option(names = "--as", paramLabel = "USER", description = "User to impersonate.")
  private @Nullable String user;

  @Option(
      names = "--as-group",
      paramLabel = "GROUP",
      description = "Group to impersonate, with --as. May be given several times.")
  private List<String> groups = new ArrayList<>();

  /**
   * @throws BadInputException for options that do not go together
   * @throws dev.tocsin.kubernetes.UnusableClusterException when the kubeconfig cannot be used
   */
  KubernetesClient client() {
    if (!groups.isEmpty() && user == null) {
      throw new BadInputException("--as-group needs --as");
    }
    ConfigBuilder config =
        new ConfigBuilder(ClusterAccess.config(kubeconfig, context))
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(ANSWER_MILLIS)
            .withRequestRetryBackoffLimit(2);
    if (user != null) {
      config.withImpersonateUsername(user).withImpersonateGroups(groups.toArray(String[]::new));
    }
    return ClusterAccess.openBriefly(config.build());
  }
}
