package dev.tocsin.cli;

import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertSilencer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin unsilence}: what {@code tocsin silence} did is over. */
@Command(
    name = "unsilence",
    description = {
      "End what tocsin silence began. Alerts that are still open are sent then.",
      "",
      "Deletes the AlertSilence with the alert's name. Needs the verb delete on alertsilences."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all alerts can be sent again",
      "1:at least one was not silenced by its name",
      "2:bad usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${ROOT-COMMAND-NAME} unsilence shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz"})
final class UnsilenceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      description = "Alerts, each as NAME or NAMESPACE/NAME.")
  private List<String> names = new ArrayList<>();

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    int exitCode = 0;
    try (KubernetesClient client = cluster.client()) {
      AlertSilencer silencer = new AlertSilencer(client);
      for (String name : names) {
        AlertKey key = AlertKey.parse(name, namespace.name(client));
        if (silencer.unsilence(key)) {
          spec.commandLine().getOut().println(key + " unsilenced");
        } else {
          spec.commandLine()
              .getErr()
              .println(
                  spec.qualifiedName()
                      + ": "
                      + key
                      + " is not silenced by its name; kubectl get alertsilences shows others");
          exitCode = 1;
        }
      }
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return exitCode;
  }
}
