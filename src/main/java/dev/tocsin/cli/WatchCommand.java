package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.telemetry.Logs;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertFeed;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.IncidentView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin watch}: alerts as they come. */
@Command(
    name = "watch",
    description = {
      "Follow the alerts of a cluster: the whole terminal as a live table, otherwise one line per"
          + " change.",
      "",
      "Keys: up and down (or k and j) choose, enter reads, a acknowledges, c closes, / searches, p"
          + " pauses, q or Ctrl-C quits. Severities have colours, unless NO_COLOR is set. A lost"
          + " connection is re-established."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:ended by q or Ctrl-C", "1:refused by the cluster", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} watch -A --state open --severity medium+",
      "  ${ROOT-COMMAND-NAME} watch -n shop | tee alerts.log"
    })
final class WatchCommand implements Callable<Integer> {
  /** How often a pipe is looked after when nothing happens. */
  private static final long TICK_MILLIS = 1_000;

  /** How long a terminal waits for a key before it is drawn again. */
  private static final long KEY_MILLIS = 250;

  @Spec private CommandSpec spec;

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  @Mixin private AlertFilter filter = new AlertFilter();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() throws InterruptedException {
    Logs.withoutClientLibrary();
    AlertQuery query = filter.query(Instant.now());
    WatchedAlerts alerts = new WatchedAlerts(query);
    try (KubernetesClient client = cluster.client();
        AlertFeed feed = AlertFeed.follow(client, namespaces.where(client), alerts)) {
      AtomicBoolean watching = new AtomicBoolean(true);
      // not before the cluster let it watch, and not beyond the watch: a failure keeps its exit
      // code
      Service.endsWith(watching::get);
      try {
        show(client, alerts, feed);
      } finally {
        watching.set(false);
      }
    }
    return 0;
  }

  private void show(KubernetesClient client, WatchedAlerts alerts, AlertFeed feed)
      throws InterruptedException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      print(alerts, feed);
      return;
    }
    String noColour = System.getenv("NO_COLOR");
    try (WatchScreen screen = WatchScreen.open(noColour == null || noColour.isEmpty());
        WatchDecisions decisions =
            new WatchDecisions(client, new AlertBoard(client, namespaces.where(client)))) {
      WatchView view = new WatchView(namespaces.isAll(), spec.root().qualifiedName());
      draw(screen, view, decisions, alerts, feed);
    } catch (IOException e) {
      throw new BadInputException("the terminal cannot be used: " + e.getMessage());
    }
  }

  private static void draw(
      WatchScreen screen,
      WatchView view,
      WatchDecisions decisions,
      WatchedAlerts alerts,
      AlertFeed feed)
      throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      decisions.said().ifPresent(view::say);
      view.update(alerts.all());
      screen.measure();
      screen.draw(view.lines(screen.width(), screen.height(), feed.isConnected(), Instant.now()));
      Optional<KeyPress> key = screen.key(KEY_MILLIS);
      if (key.isPresent()) {
        switch (view.press(key.get())) {
          case WatchView.Wish.Nothing _ -> {}
          case WatchView.Wish.Quit _ -> {
            return;
          }
          case WatchView.Wish.Acknowledge(AlertKey alert) -> decisions.acknowledge(alert);
          case WatchView.Wish.Close(AlertKey alert, String reason) ->
              decisions.close(alert, reason);
        }
      }
    }
  }

  private void print(WatchedAlerts alerts, AlertFeed feed) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    boolean connected = true;
    while (!Thread.currentThread().isInterrupted() && !out.checkError()) {
      for (WatchedAlerts.Change change : alerts.take(TICK_MILLIS)) {
        out.println(line(change, Instant.now()));
      }
      out.flush();
      if (connected != feed.isConnected()) {
        connected = !connected;
        spec.commandLine()
            .getErr()
            .println(
                spec.qualifiedName()
                    + (connected
                        ? ": connected again"
                        : ": no connection to the API server, trying again"));
      }
    }
  }

  /** {@code 2026-11-24T10:00:00Z ADDED shop/shell-5hx2 High Open 3 shell db-0: message}. */
  static String line(WatchedAlerts.Change change, Instant now) {
    SecurityAlert alert = change.alert();
    return String.join(
        " ",
        now.truncatedTo(ChronoUnit.SECONDS).toString(),
        change.kind().name(),
        AlertKey.of(alert).toString(),
        AlertColumns.name(IncidentView.severity(alert)),
        AlertColumns.name(AlertQuery.state(alert)),
        alert.getStatus() == null ? "0" : Objects.toString(alert.getStatus().count(), "0"),
        Visible.line(IncidentView.message(alert)));
  }
}
