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
      "Close alerts: they are done with. If it happens again, there is a new alert; closed ones are deleted in time.",
      "",
      "Writes spec.triage of the alert, nothing else; needs get, patch and triage on securityalerts."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all were written", "1:one was not, or refused", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} close shop/shell-in-database-5hx2mw7c --reason 'false positive' --note 'the nightly backup'",
      "  ${ROOT-COMMAND-NAME} get -A --policy noisy -o name | xargs ${ROOT-COMMAND-NAME} close --reason noise"
    })
final class CloseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Decide decide = new Decide();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "What it was: 'false positive', 'incident 42', ... It begins the note.")
  private String reason = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "What more there is to say.")
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
