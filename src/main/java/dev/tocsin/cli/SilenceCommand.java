package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertSilencer;
import dev.tocsin.triage.Lookup;
import dev.tocsin.triage.Person;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin silence}: nobody is notified of it for a while. */
@Command(
    name = "silence",
    description = {
      "Silence alerts for a time: outputs send nothing more of them until it is over. They keep"
          + " counting. Outputs of the system namespace still send severe ones (High and above,"
          + " unless the operator says otherwise).",
      "",
      "Writes an AlertSilence with the alert's name, beside it. Needs the verb get on"
          + " securityalerts, and create, get and update on alertsilences. For more than single"
          + " alerts, write an AlertSilence."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all alerts are silenced", "1:at least one is not", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} silence shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz \\",
      "      --for 4h --reason 'restoring the backup'"
    })
final class SilenceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      description = "Alerts, each as NAME or NAMESPACE/NAME.")
  private List<String> names = new ArrayList<>();

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      required = true,
      description = "How long, such as 4h; 720h at most.")
  private String duration = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why nobody needs to be notified.")
  private String reason = "";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    Instant until = Instant.now().plus(time()).truncatedTo(ChronoUnit.SECONDS);
    int exitCode = 0;
    try (KubernetesClient client = cluster.client()) {
      String who = Person.of(client, System.getProperty("user.name", "unknown"));
      String here = namespace.name(client);
      AlertBoard board = new AlertBoard(client, Optional.of(here));
      AlertSilencer silencer = new AlertSilencer(client);
      for (String name : names) {
        AlertKey key = AlertKey.parse(name, here);
        switch (board.find(key)) {
          case Lookup.Missing missing -> {
            spec.commandLine()
                .getErr()
                .println(spec.qualifiedName() + ": " + Complaints.of(missing));
            exitCode = 1;
          }
          case Lookup.Found _ -> {
            silencer.silence(key, who, reason, until);
            spec.commandLine().getOut().println(key + " silenced until " + until);
          }
        }
      }
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return exitCode;
  }

  private Duration time() {
    Duration time;
    try {
      time = GoDuration.parse(duration);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--for: " + e.getMessage());
    }
    if (time.isZero() || time.compareTo(Limits.SILENCE) > 0) {
      throw new BadInputException(
          "--for: a silence lasts %dh (%d days) at most, and more than 0s"
              .formatted(Limits.SILENCE.toHours(), Limits.SILENCE.toDays()));
    }
    return time;
  }
}
