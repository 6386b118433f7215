package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.AlertOutputStatus.TestRun;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.OutputTester;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin output test}: does an output reach its receiver? */
@Command(
    name = "test",
    description = {
      "Send a test alert through one output, opened and closed, and print what was sent and"
          + " answered, without secrets.",
      "",
      "The operator that leads sends it, with its own Secrets and from its own place in the"
          + " network, whatever the output selects. Needs the verbs get and patch on alertoutputs."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the receiver took it",
      "1:it did not, there is no such output, or no operator sent it",
      "2:bad usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ${ROOT-COMMAND-NAME} output test tocsin-system/siem"})
final class OutputTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Output, as NAME or NAMESPACE/NAME.")
  private String name = "";

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long to wait for the result. Default: ${DEFAULT-VALUE}")
  private String timeout = "2m";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() throws InterruptedException {
    Duration patience;
    try {
      patience = GoDuration.parse(timeout);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--timeout: " + e.getMessage());
    }
    try (KubernetesClient client = cluster.client()) {
      AlertKey output = AlertKey.parse(name, namespace.name(client));
      String request = UUID.randomUUID().toString();
      Optional<TestRun> result =
          new OutputTester(client).test(output.namespace(), output.name(), request, patience);
      return result.map(this::print).orElseGet(() -> complain(output));
    }
  }

  private int print(TestRun result) {
    result.exchange().forEach(each -> spec.commandLine().getOut().println(Visible.line(each)));
    spec.commandLine().getOut().flush();
    return Boolean.TRUE.equals(result.delivered()) ? 0 : 1;
  }

  private int complain(AlertKey output) {
    spec.commandLine()
        .getErr()
        .println(
            spec.qualifiedName()
                + ": no operator tested "
                + output
                + " within "
                + timeout
                + ": outputs.enabled of the chart switches sending on, and the output has to be"
                + " accepted");
    spec.commandLine().getErr().flush();
    return 1;
  }
}
