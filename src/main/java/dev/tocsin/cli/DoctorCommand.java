package dev.tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.doctor.ClusterExaminations;
import dev.tocsin.doctor.Diagnosis;
import dev.tocsin.doctor.Diagnosis.Verdict;
import dev.tocsin.doctor.Examination;
import dev.tocsin.doctor.NodeExaminations;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonTarget;
import dev.tocsin.telemetry.Logs;
import dev.tocsin.text.Visible;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin doctor}: what is wrong with an installation, and what mends it. */
@Command(
    name = "doctor",
    description = {
      "Say how an installation is: one line for each thing that was looked at, and what to do where"
          + " it is not as it should be. Only reads.",
      "",
      "From a laptop it looks at the cluster; with --node, within the pod of a sensor, at what that"
          + " sensor needs: socket, Tetragon, metrics, kernel, spool."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no problem; warnings may be there", "1:at least one problem", "2:bad usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} doctor",
      "  ${ROOT-COMMAND-NAME} doctor --context prod -o json",
      "  kubectl exec -n tocsin-system ds/tocsin-sensor -- \\",
      "      /opt/java/bin/java @/app/tocsin doctor --node"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int WIDEST_SUBJECT = 24;
  private static final Set<String> OF_A_NODE =
      Set.of("--tetragon", "--tetragon-metrics", "--data-dir", "--sensor");

  @Spec private CommandSpec spec;

  @Option(
      names = "--system-namespace",
      paramLabel = "NAMESPACE",
      description =
          "Namespace where Tocsin is installed. Default: $$POD_NAMESPACE, else tocsin-system")
  private @Nullable String systemNamespace;

  @Option(names = "--node", description = "Look at this node, from within the pod of a sensor.")
  private boolean node;

  @Option(
      names = "--tetragon",
      paramLabel = "ADDRESS",
      defaultValue = RunCommand.DEFAULT_ADDRESS,
      description = "With --node: unix:///path or host:port of Tetragon. Default: ${DEFAULT-VALUE}")
  private String tetragon = "";

  @Mixin private AgentMetricsOption metrics = new AgentMetricsOption();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/tocsin",
      description = "With --node: the sensor's directory. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of("");

  @Option(
      names = "--sensor",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9464",
      description = "With --node: where the sensor serves /readyz. Default: ${DEFAULT-VALUE}")
  private URI sensor = URI.create("http://127.0.0.1:9464");

  @ArgGroup(exclusive = false, heading = AgentTls.HEADING)
  private @Nullable AgentTls tls;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "text: for people (default)",
        "json: {\"problems\", \"warnings\", \"checks\": [{\"subject\", \"verdict\", \"found\","
            + " \"remedy\"}]}"
      })
  private Output output = Output.TEXT;

  /** What goes to standard output. */
  enum Output {
    TEXT,
    JSON
  }

  @Override
  public Integer call() throws InterruptedException {
    refuseOptionsOfANode();
    Logs.withoutClientLibrary();
    List<Diagnosis> all = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    try (KubernetesClient client = cluster.client()) {
      for (Examination each : examinations(client)) {
        List<Diagnosis> said = each.examine();
        all.addAll(said);
        if (output == Output.TEXT) {
          said.forEach(line -> out.print(text(line))); // as they come: some take a while
          out.flush();
        }
        if (isCutOff(all)) {
          break;
        }
      }
    }
    switch (output) {
      case TEXT -> out.println(summary(all));
      case JSON -> out.println(json(all));
    }
    out.flush();
    return count(all, Verdict.PROBLEM) == 0 ? 0 : 1;
  }

  /** Who gives one without --node would take what the cluster says for what the node says. */
  private void refuseOptionsOfANode() {
    if (node) {
      return;
    }
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      if (OF_A_NODE.contains(given.longestName()) || given.group() != null) {
        throw new ParameterException(
            spec.commandLine(), given.longestName() + " says something only with --node");
      }
    }
  }

  /** Without an API server every other answer would be that there is none. */
  private boolean isCutOff(List<Diagnosis> all) {
    return !node && all.size() == 1 && all.getFirst().verdict() == Verdict.PROBLEM;
  }

  private List<Examination> examinations(KubernetesClient client) {
    InstantSource clock = Clock.systemUTC();
    String namespace =
        systemNamespace == null
            ? InstanceOptions.environment("POD_NAMESPACE", "tocsin-system")
            : systemNamespace;
    if (!node) {
      return ClusterExaminations.of(client, namespace, clock);
    }
    try {
      return NodeExaminations.of(
          client,
          new NodeExaminations.Node(
              namespace,
              new TetragonTarget(
                  TetragonAddress.parse(tetragon), AgentTls.of(tls).orElse(null), null),
              page(),
              data,
              sensor),
          clock);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * In a pod without the host's network, localhost is the pod: the chart gives the node's address.
   */
  private Optional<URI> page() {
    String host = InstanceOptions.environment("HOST_IP", "");
    return host.isEmpty() ? metrics.page() : metrics.page(host);
  }

  /** {@code problem webhook what was found}, and below it what to do. */
  private static String text(Diagnosis line) {
    String head = "%-8s %-" + WIDEST_SUBJECT + "s %s%n";
    String text =
        head.formatted(
            line.verdict().name().toLowerCase(Locale.ROOT),
            Visible.line(line.subject()),
            Visible.line(line.found()));
    return line.remedy().isEmpty()
        ? text
        : text + head.formatted("", "", "-> " + Visible.line(line.remedy()));
  }

  private static String summary(List<Diagnosis> all) {
    return "%n%s, %s, %d ok"
        .formatted(
            number(count(all, Verdict.PROBLEM), "problem"),
            number(count(all, Verdict.WARNING), "warning"),
            count(all, Verdict.OK));
  }

  private static String number(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static long count(List<Diagnosis> all, Verdict verdict) {
    return all.stream().filter(each -> each.verdict() == verdict).count();
  }

  private static String json(List<Diagnosis> all) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("problems", count(all, Verdict.PROBLEM));
    document.put("warnings", count(all, Verdict.WARNING));
    document.put("checks", all.stream().map(DoctorCommand::fields).toList());
    try {
      return Visible.document(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON", e);
    }
  }

  private static Map<String, String> fields(Diagnosis line) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("subject", line.subject());
    fields.put("verdict", line.verdict().name().toLowerCase(Locale.ROOT));
    fields.put("found", line.found());
    fields.put("remedy", line.remedy());
    return fields;
  }
}
