package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.Triage;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin ack}: somebody looks at it. */
@Command(
    name = "ack",
    description = {
      "Acknowledge alerts: somebody knows of them. They count on, and stay until they are closed or expire.",
      "",
      "Writes spec.triage of the alert, nothing else; needs get, patch and triage on securityalerts."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all were written", "1:one was not, or refused", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} ack shop/shell-in-database-5hx2mw7c --note 'looking at it' --for 4h",
      "  ${ROOT-COMMAND-NAME} get -n shop --state open -o name | xargs ${ROOT-COMMAND-NAME} ack --by jane"
    })
final class AckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Decide decide = new Decide();

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, and what comes of it.")
  private @Nullable String note;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "To look at it again after this time: 4h.")
  private @Nullable String duration;

  @Override
  public Integer call() {
    return decide.all(
        spec, Triage.State.ACKNOWLEDGED, Optional.ofNullable(note), until(Instant.now()));
  }

  private Optional<Instant> until(Instant now) {
    try {
      return Optional.ofNullable(duration).map(text -> now.plus(GoDuration.parse(text)));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--for: " + e.getMessage());
    }
  }
}
