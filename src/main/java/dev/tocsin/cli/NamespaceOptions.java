package dev.tocsin.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where to look: one namespace, or all. */
final class NamespaceOptions {
  @Mixin private NamespaceOption one = new NamespaceOption();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Alerts of all namespaces.")
  private boolean all;

  /** Empty for all. */
  Optional<String> where(KubernetesClient client) {
    if (all && one.isGiven()) {
      throw new BadInputException("-n and -A exclude each other");
    }
    return all ? Optional.empty() : Optional.of(one.name(client));
  }

  /**
   * That there is nothing there, and where else to look.
   *
   * @param selected whether only some of the alerts there were meant
   */
  String nothing(KubernetesClient client, boolean selected) {
    String alerts = selected ? "No such alerts" : "No alerts";
    return all
        ? alerts + "."
        : alerts + " in the namespace " + one.name(client) + "; -A looks in all.";
  }

  boolean isAll() {
    return all;
  }

  /** The namespace of names that do not say theirs. */
  String one(KubernetesClient client) {
    return one.name(client);
  }
}
