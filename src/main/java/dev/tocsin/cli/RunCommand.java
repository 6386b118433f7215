package dev.tocsin.cli;

import dev.tocsin.app.AllInOne;
import dev.tocsin.app.RunSettings;
import dev.tocsin.pipeline.AgentSettings;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.syslog.SyslogAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin run}: sensor and operator in one process. */
@Command(
    name = "run",
    description = {
      "Read Tetragon, evaluate the cluster's DetectionPolicies, write SecurityAlerts: all in one"
          + " process.",
      "",
      "The cluster is that of KUBECONFIG, ~/.kube/config or, in a pod, its own."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin run                                          # the node's socket",
      "  tocsin run --tetragon localhost:54321               # Tetragon up to 1.6",
      "  tocsin run --tetragon 10.0.0.7 --tetragon 10.0.0.8 --tls-ca ca.crt \\",
      "      --tls-authority node.tetragon-grpc.cilium.io    # two nodes, TLS",
      "  tocsin run --discover                               # Tetragon of every node",
      "  tocsin run --discover --syslog tcp://0.0.0.0:5514   # and Sysmon for Linux"
    })
final class RunCommand implements Callable<Integer> {
  static final String DEFAULT_ADDRESS = "unix:///var/run/tetragon/tetragon.sock";

  @Spec private CommandSpec spec;

  @Option(
      names = "--tetragon",
      paramLabel = "ADDRESS",
      description =
          "unix:///path or host:port of a Tetragon agent; may be given several times. Default,"
              + " without --discover and --syslog: "
              + DEFAULT_ADDRESS)
  private List<String> addresses = new ArrayList<>();

  @Option(
      names = "--discover",
      description =
          "Discover Tetragon's pods by label and connect to the nodes they run on, as they come and"
              + " go.")
  private boolean discover;

  @Option(
      names = "--discover-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "kube-system",
      description =
          "Namespace of Tetragon's pods. Pods elsewhere are ignored, whatever their labels."
              + " Default: ${DEFAULT-VALUE}")
  private String discoverNamespace = "";

  @Option(
      names = "--discover-selector",
      paramLabel = "SELECTOR",
      defaultValue = "app.kubernetes.io/name=tetragon,app.kubernetes.io/component=agent",
      description = "Label selector of Tetragon's pods. Default: ${DEFAULT-VALUE}")
  private String discoverSelector = "";

  @Option(
      names = "--discover-port",
      paramLabel = "PORT",
      defaultValue = "54321",
      description = "Port of the discovered agents. Default: ${DEFAULT-VALUE}")
  private int discoverPort;

  @Mixin private AgentMetricsOption metrics = new AgentMetricsOption();

  @ArgGroup(exclusive = false, heading = AgentTls.HEADING)
  private @Nullable AgentTls tls;

  @Option(
      names = "--syslog",
      paramLabel = "ADDRESS",
      description = {
        "Listen for syslog with records of Sysmon for Linux at tcp://host:port or udp://host:port;"
            + " without a host (tcp://:5514) on the loopback address only. May be given several"
            + " times.",
        "Senders are not authenticated and nothing is encrypted: anybody who reaches the port can"
            + " invent events for any host. Expose it only to a network that you trust, or to a"
            + " relay on this machine."
      })
  private List<String> syslog = new ArrayList<>();

  @Mixin private RedactionOptions redaction = new RedactionOptions();

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Mixin private AlertRateOptions alerts = new AlertRateOptions();

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return Service.run(AllInOne.start(settings()));
  }

  private RunSettings settings() {
    if (discover && !addresses.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--discover and --tetragon exclude each other");
    }
    boolean nothingGiven = addresses.isEmpty() && !discover && syslog.isEmpty();
    List<String> given = nothingGiven ? List.of(DEFAULT_ADDRESS) : addresses;
    try {
      return new RunSettings(
          new AgentSettings(
              given.stream().map(TetragonAddress::parse).toList(),
              discover
                  ? Optional.of(
                      new AgentSettings.Discovery(
                          discoverNamespace, discoverSelector, discoverPort))
                  : Optional.empty(),
              AgentTls.of(tls),
              metrics.page()),
          syslog.stream().map(SyslogAddress::parse).toList(),
          instance.systemNamespace(),
          alerts.rate(),
          alerts.burst(),
          redaction.redaction(),
          outputs.settings(),
          instance.http(),
          instance.name(),
          BuildVersion.version());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
