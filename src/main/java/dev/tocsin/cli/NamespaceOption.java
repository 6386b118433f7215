package dev.tocsin.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -n}: the namespace of alerts that do not say theirs. */
final class NamespaceOption {
  private static final String DEFAULT = "default";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace of the alerts. Default: that of the context")
  private @Nullable String namespace;

  boolean isGiven() {
    return namespace != null;
  }

  String name(KubernetesClient client) {
    if (namespace != null) {
      return namespace;
    }
    String ofContext = client.getNamespace();
    return ofContext == null || ofContext.isEmpty() ? DEFAULT : ofContext;
  }
}
