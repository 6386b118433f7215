package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.IncidentView;
import dev.tocsin.triage.Lookup;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin get}: the alerts of a cluster, or one of them. */
@Command(
    name = "get",
    description = {
      "Show the alerts of a cluster, sorted by severity, then by when they were last seen. An"
          + " incident stands for the alerts that it is made of; PARTS says how many are not"
          + " shown.",
      "",
      "With NAME, show one alert in full: what fired and where, what led to it, and what to do"
          + " next."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, even if there are no alerts",
      "1:no such alert, or refused by the cluster",
      "2:bad usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} get -A --severity high+ --state open",
      "  ${ROOT-COMMAND-NAME} get -n shop --since 2h -o wide",
      "  ${ROOT-COMMAND-NAME} get shop/shell-in-database-5hx2mw7cq4ab3kdn6ytz",
      "  ${ROOT-COMMAND-NAME} get -n shop --workload Deployment/web --expand",
      "  ${ROOT-COMMAND-NAME} get -A -l tocsin.dev/pod=db-0 --sort-by count"
    })
final class GetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Alert, as NAME or NAMESPACE/NAME.")
  private @Nullable String name;

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  @Mixin private AlertFilter filter = new AlertFilter();

  @Mixin private SelectorOptions selectors = new SelectorOptions();

  @Option(
      names = "--sort-by",
      paramLabel = "WHAT",
      defaultValue = "severity",
      description = {
        "severity, then last seen (default); last-seen, first-seen, count, policy, subject, name"
      })
  private SortBy sortBy = SortBy.SEVERITY;

  @Option(
      names = "--expand",
      description = "Show below each incident the alerts that it is made of.")
  private boolean expand;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = {
        "table: the alerts, or one alert in full (default)",
        "wide: also node, who decided, and message",
        "json, yaml: the objects",
        "name: NAMESPACE/NAME, for ack and close"
      })
  private Output output = Output.TABLE;

  /** What goes to standard output. */
  enum Output {
    TABLE,
    WIDE,
    JSON,
    YAML,
    NAME
  }

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    try (KubernetesClient client = cluster.client()) {
      AlertBoard board = new AlertBoard(client, namespaces.where(client));
      return name == null
          ? list(board, client)
          : one(
              board,
              AlertKey.parse(name, namespaces.one(client)),
              client.getKubernetesSerialization());
    }
  }

  private int list(AlertBoard board, KubernetesClient client) {
    KubernetesSerialization serialization = client.getKubernetesSerialization();
    Instant now = Instant.now();
    List<SecurityAlert> alerts =
        board.list(filter.query(now), selectors.selectors()).stream()
            .sorted(sortBy.order())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TABLE, WIDE -> {
        if (alerts.isEmpty()) {
          spec.commandLine()
              .getErr()
              .println(namespaces.nothing(client, filter.isGiven() || selectors.isGiven()));
        } else {
          out.print(table(IncidentView.of(alerts), now));
        }
      }
      case JSON -> out.println(Visible.document(serialization.asJson(listOf(alerts))));
      case YAML -> out.print(Visible.document(serialization.asYaml(listOf(alerts))));
      case NAME -> alerts.forEach(alert -> out.println(AlertKey.of(alert)));
    }
    out.flush();
    return 0;
  }

  private String table(IncidentView incidents, Instant now) {
    AlertColumns columns = new AlertColumns(namespaces.isAll(), output == Output.WIDE);
    return expand ? columns.expanded(incidents, now) : columns.of(incidents, now);
  }

  private static Map<String, Object> listOf(List<SecurityAlert> alerts) {
    alerts.forEach(GetCommand::withoutManagedFields);
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", alerts);
    return list;
  }

  /** As kubectl does: who wrote which field is nothing to read. */
  private static void withoutManagedFields(SecurityAlert alert) {
    alert.getMetadata().setManagedFields(null);
  }

  private int one(AlertBoard board, AlertKey key, KubernetesSerialization serialization) {
    return switch (board.find(key)) {
      case Lookup.Missing missing -> {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Complaints.of(missing));
        yield 1;
      }
      case Lookup.Found(SecurityAlert alert) -> {
        print(board, alert, serialization);
        yield 0;
      }
    };
  }

  private void print(AlertBoard board, SecurityAlert alert, KubernetesSerialization serialization) {
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Instant.now();
    switch (output) {
      case TABLE ->
          out.print(
              AlertPage.of(
                  alert, board.policyOf(alert).orElse(null), now, spec.root().qualifiedName()));
      case WIDE -> out.print(new AlertColumns(true, true).of(List.of(alert), now));
      case JSON -> {
        withoutManagedFields(alert);
        out.println(Visible.document(serialization.asJson(alert)));
      }
      case YAML -> {
        withoutManagedFields(alert);
        out.print(Visible.document(serialization.asYaml(alert)));
      }
      case NAME -> out.println(AlertKey.of(alert));
    }
    out.flush();
  }
}
