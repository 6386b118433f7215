package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.Decision;
import dev.tocsin.triage.DecisionResult;
import dev.tocsin.triage.Person;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What acknowledging and closing have in common: the alerts, who decides, and what is said. */
final class Decide {
  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      description = "Alerts, each as NAME or NAMESPACE/NAME.")
  private List<String> names = new ArrayList<>();

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description =
          "Who decides. Default: who you are to the API server, and the chart lets nobody be"
              + " another")
  private @Nullable String by;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /**
   * Decides on each alert that was named.
   *
   * @return the exit code
   */
  int all(CommandSpec spec, Triage.State state, Optional<String> note, Optional<Instant> until) {
    int exitCode = 0;
    try (KubernetesClient client = cluster.client()) {
      String who = by == null ? Person.of(client, System.getProperty("user.name", "unknown")) : by;
      Decision decision = new Decision(state, who, note, until);
      String here = namespace.name(client);
      AlertBoard board = new AlertBoard(client, Optional.of(here));
      for (String name : names) {
        AlertKey key = AlertKey.parse(name, here);
        DecisionResult verdict = board.decide(key, decision);
        if (verdict instanceof DecisionResult.Written) {
          spec.commandLine().getOut().println(key + " " + state.name().toLowerCase(Locale.ROOT));
        } else {
          spec.commandLine().getErr().println(spec.qualifiedName() + ": " + text(key, verdict));
          exitCode = 1;
        }
      }
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return exitCode;
  }

  private static String text(AlertKey key, DecisionResult verdict) {
    return switch (verdict) {
      case DecisionResult.Written written -> throw new IllegalArgumentException("nothing is wrong");
      case DecisionResult.NoSuchAlert(var missing) -> Complaints.of(missing);
      case DecisionResult.AlreadyClosed(SecurityAlert alert) -> {
        Triage triage = alert.getSpec().triage();
        yield key
            + " is closed already"
            + (triage == null || triage.by() == null ? "" : ", by " + Visible.line(triage.by()))
            + "; if it happens again, there will be a new alert";
      }
      case DecisionResult.Overtaken(int attempts) ->
          key + " changed each of the " + attempts + " times that it was to be written: try again";
    };
  }
}
