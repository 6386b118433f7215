package dev.tocsin.cli;

import picocli.CommandLine.Option;

/** {@code --system-namespace}, of the commands that read policies from files. */
final class SystemNamespaceOption {
  @Option(
      names = "--system-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "tocsin-system",
      description = "Namespace whose policies see the whole cluster. Default: ${DEFAULT-VALUE}")
  private String name = "";

  String name() {
    return name;
  }
}
