package dev.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.ClusterException;
import dev.tocsin.triage.Lookup;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin except}: an exception from an alert. */
@Command(
    name = "except",
    description = {
      "Write the narrowest DetectionException for what an alert reports, and show for each finding"
          + " that the alert keeps whether it would be silenced.",
      "",
      "Prints the object, to be reviewed and kept in Git, or creates it with --apply."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed, or created",
      "1:no such alert, or refused by the cluster",
      "2:bad usage, or the alert does not say enough"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} except shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz \\",
      "      --reason 'the nightly backup' --for 90d > backup.yaml",
      "  ${ROOT-COMMAND-NAME} except shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz \\",
      "      --reason 'the nightly backup' --owner storage --apply"
    })
final class ExceptCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Alert, as NAME or NAMESPACE/NAME.")
  private String name = "";

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why this is no attack.")
  private String reason = "";

  @Option(names = "--owner", paramLabel = "WHO", description = "Who answers for it.")
  private @Nullable String owner;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Time until it has no effect any more, such as 90d. Default: for ever")
  private @Nullable String duration;

  @Option(
      names = "--any-arguments",
      description = "Silence the program with any arguments, not only with those of the alert.")
  private boolean anyArguments;

  @Option(names = "--apply", description = "Create the exception in the cluster.")
  private boolean apply;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    Optional<String> expiresAt =
        Optional.ofNullable(duration)
            .map(text -> Timestamps.format(Instant.now().plus(TimeSpan.parse("--for", text))));
    try (KubernetesClient client = cluster.client()) {
      String here = namespace.name(client);
      AlertBoard board = new AlertBoard(client, Optional.of(here));
      return switch (board.find(AlertKey.parse(name, here))) {
        case Lookup.Missing missing -> {
          spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Complaints.of(missing));
          yield 1;
        }
        case Lookup.Found(SecurityAlert alert) -> {
          DetectionException exception =
              NarrowException.of(alert, anyArguments, reason, owner, expiresAt);
          report(client, alert, exception);
          yield 0;
        }
      };
    }
  }

  private void report(KubernetesClient client, SecurityAlert alert, DetectionException exception) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Boolean> verdicts = SampleReplay.of(alert, exception.getSpec().match());
    out.print("# " + AlertKey.of(alert) + ", by the findings that it keeps:\n");
    verdicts.forEach(
        (command, silenced) ->
            out.print(
                "# "
                    + (silenced ? "silenced:     " : "not silenced: ")
                    + Visible.line(command)
                    + "\n"));
    String key = exception.getMetadata().getNamespace() + "/" + exception.getMetadata().getName();
    if (apply) {
      ClusterException.ask("create exception " + key, () -> client.resource(exception).create());
      out.println("exception " + key + " created");
    } else {
      JsonNode object = client.getKubernetesSerialization().convertValue(exception, JsonNode.class);
      out.print(Visible.document("---\n" + PolicyYaml.of(object)));
    }
    out.flush();
  }
}
