package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.Decision;
import dev.tocsin.triage.DecisionResult;
import dev.tocsin.triage.Person;
import dev.tocsin.triage.WholeDecision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What acknowledging and closing have in common: the alerts, who decides, and what is said. */
final class Decide {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description =
          "Alerts, each as NAME, NAMESPACE/NAME or as kubectl names it; - reads them from standard"
              + " input, separated by white space.")
  private List<String> names = new ArrayList<>();

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  @Mixin private AlertFilter filter = new AlertFilter();

  @Mixin private SelectorOptions selectors = new SelectorOptions();

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
    boolean selects = filter.isGiven() || selectors.isGiven();
    if (names.isEmpty() != selects) {
      throw new ParameterException(
          spec.commandLine(),
          selects
              ? "Name alerts or select them, not both"
              : "Which alerts? Give a NAME, - to read names, or select them, as by --policy or -l");
    }
    AtomicBoolean allDone = new AtomicBoolean(true);
    try (KubernetesClient client = cluster.client()) {
      String who = by == null ? Person.of(client, System.getProperty("user.name", "unknown")) : by;
      Decision decision = new Decision(state, who, note, until);
      AlertBoard board = new AlertBoard(client, namespaces.where(client));
      List<AlertKey> asked = selects ? selected(board) : named(namespaces.one(client));
      if (asked.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(selects ? namespaces.nothing(client, true) : "No alerts.");
      }
      WholeDecision.make(
          board,
          asked,
          decision,
          (key, verdict) -> {
            if (verdict instanceof DecisionResult.Written) {
              String done = state.name().toLowerCase(Locale.ROOT);
              spec.commandLine()
                  .getOut()
                  .println(key + " " + done + until.map(end -> " until " + end).orElse(""));
            } else {
              spec.commandLine().getErr().println(spec.qualifiedName() + ": " + text(key, verdict));
              allDone.set(false);
            }
          });
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return allDone.get() ? 0 : 1;
  }

  /** Those that there is something left to decide about. */
  private List<AlertKey> selected(AlertBoard board) {
    return board.list(filter.query(Instant.now()), selectors.selectors()).stream()
        .filter(alert -> AlertQuery.state(alert) != Triage.State.CLOSED)
        .map(AlertKey::of)
        .toList();
  }

  private List<AlertKey> named(String namespace) {
    return names.stream()
        .flatMap(name -> name.equals("-") ? readNames() : Stream.of(name))
        .map(name -> AlertKey.parse(name, namespace))
        .toList();
  }

  private static Stream<String> readNames() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
        .filter(name -> !name.isEmpty());
  }

  static String text(AlertKey key, DecisionResult verdict) {
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
