package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.Triage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
      "Acknowledge alerts: somebody is looking at them. They keep counting, and stay until they are"
          + " closed or expire. What an incident is made of is acknowledged with it.",
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
      "  ${ROOT-COMMAND-NAME} ack shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz \\",
      "      --note 'looking at it' --for 4h",
      "  ${ROOT-COMMAND-NAME} ack -n shop --workload Deployment/web --state open",
      "  ${ROOT-COMMAND-NAME} get -n shop --state open -o name \\",
      "      | ${ROOT-COMMAND-NAME} ack - --by jane"
    })
final class AckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Decide decide = new Decide();

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, and what happens next.")
  private @Nullable String note;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Time until the alert is open again, such as 4h or 2d.")
  private @Nullable String duration;

  @Override
  public Integer call() {
    return decide.all(
        spec, Triage.State.ACKNOWLEDGED, Optional.ofNullable(note), until(Instant.now()));
  }

  private Optional<Instant> until(Instant now) {
    return Optional.ofNullable(duration)
        .map(text -> now.plus(TimeSpan.parse("--for", text)).truncatedTo(ChronoUnit.SECONDS));
  }
}
