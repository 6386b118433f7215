package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.telemetry.Logs;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertFeed;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin watch}: alerts as they come. */
@Command(
    name = "watch",
    description = {
      "Follow the alerts of a cluster: a live table on a terminal, otherwise one line per change.",
      "",
      "Stop with Ctrl-C. A lost connection is re-established."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:ended by Ctrl-C", "1:refused by the cluster", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} watch -A --state open --severity medium+",
      "  ${ROOT-COMMAND-NAME} watch -n shop | tee alerts.log"
    })
final class WatchCommand implements Callable<Integer> {
  /** How often a terminal is drawn when nothing happens: ages go on. */
  private static final long TICK_MILLIS = 1_000;

  @Spec private CommandSpec spec;

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  @Mixin private AlertFilter filter = new AlertFilter();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20",
      description = "Maximum number of alerts in the table. Default: ${DEFAULT-VALUE}")
  private int rows;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (rows < 1) {
      throw new BadInputException("--rows must be 1 or more");
    }
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
        show(alerts, feed);
      } finally {
        watching.set(false);
      }
    }
    return 0;
  }

  private void show(WatchedAlerts alerts, AlertFeed feed) throws InterruptedException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      draw(alerts, feed);
    } else {
      print(alerts, feed);
    }
  }

  private void draw(WatchedAlerts alerts, AlertFeed feed) throws InterruptedException {
    Screen screen = new Screen(spec.commandLine().getOut());
    AlertColumns columns = new AlertColumns(namespaces.isAll(), false);
    while (!Thread.currentThread().isInterrupted()) {
      List<String> lines = lines(alerts.all(), columns, rows, Instant.now());
      if (!feed.isConnected()) {
        lines.add("no connection to the API server, trying again");
      }
      screen.draw(lines);
      alerts.take(TICK_MILLIS);
    }
  }

  /** What the terminal shows. */
  static List<String> lines(List<SecurityAlert> all, AlertColumns columns, int rows, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        all.size()
            + (all.size() == 1 ? " alert" : " alerts")
            + ", "
            + now.truncatedTo(ChronoUnit.SECONDS)
            + ", Ctrl-C ends");
    lines.addAll(columns.of(all.stream().limit(rows).toList(), now).lines().toList());
    if (all.size() > rows) {
      lines.add("and " + (all.size() - rows) + " less severe or earlier");
    }
    return lines;
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
        AlertColumns.name(alert.getSpec().severity()),
        AlertColumns.name(AlertQuery.state(alert)),
        alert.getStatus() == null ? "0" : Objects.toString(alert.getStatus().count(), "0"),
        Visible.line(Objects.toString(alert.getSpec().message(), alert.getSpec().title())));
  }
}
