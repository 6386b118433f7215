package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.Triage;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin close}: it is done with. */
@Command(
    name = "close",
    description = {
      "Close alerts that are dealt with. If it happens again, a new alert is created. Closed alerts"
          + " are deleted after a while. What an incident is made of is closed with it.",
      "",
      "Writes only spec.triage of the alert. Needs the verbs get, patch and triage on"
          + " securityalerts."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all alerts were updated", "1:at least one was not updated", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} close shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz \\",
      "      --reason 'false positive' --note 'the nightly backup'",
      "  ${ROOT-COMMAND-NAME} close -A --policy noisy --reason noise",
      "  ${ROOT-COMMAND-NAME} get -A -l tocsin.dev/pod=db-0 -o name \\",
      "      | ${ROOT-COMMAND-NAME} close - --reason 'incident 42'"
    })
final class CloseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Decide decide = new Decide();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description =
          "Why it is closed, such as 'false positive' or 'incident 42'. The note begins with it.")
  private String reason = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "Further text for the note.")
  private @Nullable String note;

  @Override
  public Integer call() {
    return decide.all(
        spec,
        Triage.State.CLOSED,
        Optional.of(note == null ? reason : reason + ": " + note),
        Optional.empty());
  }
}
