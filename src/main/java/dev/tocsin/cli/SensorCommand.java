package dev.tocsin.cli;

import dev.tocsin.app.Sensor;
import dev.tocsin.app.SensorSettings;
import dev.tocsin.pipeline.AgentSettings;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.transport.sensor.LinkSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
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

/** {@code tocsin sensor}: the process on every node. */
@Command(
    name = "sensor",
    description = {
      "Read the node's Tetragon, evaluate the cluster's DetectionPolicies, report findings to the"
          + " operator.",
      "",
      "Runs in a DaemonSet and writes nothing to the API server. The cluster is that of KUBECONFIG,"
          + " ~/.kube/config or, in a pod, its own."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin sensor                                   # in its DaemonSet",
      "  tocsin sensor --tetragon localhost:54321        # Tetragon up to 1.6",
      "  tocsin sensor --node worker-1 --operator localhost:9443 \\",
      "      --operator-name tocsin-operator.tocsin-system.svc \\",
      "      --operator-ca ca.crt --token token --data-dir /tmp/tocsin   # by hand"
    })
final class SensorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tetragon",
      paramLabel = "ADDRESS",
      defaultValue = RunCommand.DEFAULT_ADDRESS,
      description =
          "unix:///path or host:port of the node's Tetragon agent. Default: ${DEFAULT-VALUE}")
  private String agent = "";

  @ArgGroup(exclusive = false, heading = AgentTls.HEADING)
  private @Nullable AgentTls tls;

  @Mixin private AgentMetricsOption metrics = new AgentMetricsOption();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "Name of this node in Kubernetes. Default: $$NODE_NAME")
  private @Nullable String node;

  @Option(
      names = "--operator",
      paramLabel = "HOST:PORT",
      description =
          "Address of an operator; may be given several times. Default:"
              + " tocsin-operator.NAMESPACE.svc:9443, where NAMESPACE is the system namespace")
  private List<String> operators = new ArrayList<>();

  @Option(
      names = "--operator-ca",
      paramLabel = "FILE",
      defaultValue = "/var/run/tocsin/ca/ca.crt",
      description =
          "PEM certificates to verify the operator's certificate with. Default: ${DEFAULT-VALUE}")
  private Path operatorAuthorities = Path.of("");

  @Option(
      names = "--operator-name",
      paramLabel = "NAME",
      description =
          "Name to expect in the operator's certificate. Default: the host of the first --operator")
  private @Nullable String operatorName;

  @Option(
      names = "--token",
      paramLabel = "FILE",
      defaultValue = "/var/run/secrets/tocsin/token",
      description =
          "ServiceAccount token for the audience tocsin, bound to this node's pod. Default:"
              + " ${DEFAULT-VALUE}")
  private Path token = Path.of("");

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/tocsin",
      description =
          "Directory for data that survives a restart: the spool of findings and the last known"
              + " policies. Default: ${DEFAULT-VALUE}")
  private Path data = Path.of("");

  @Option(
      names = "--spool-bytes",
      paramLabel = "N",
      defaultValue = "67108864",
      description =
          "Maximum size of the spool, which keeps findings until the operator has stored them. When"
              + " it is full, the least severe are dropped first. While the disk cannot be written"
              + " to, the spool is in memory, with the same bound. Default: ${DEFAULT-VALUE}")
  private long spoolBytes;

  @Mixin private RedactionOptions redaction = new RedactionOptions();

  @Mixin private InstanceOptions instance = new InstanceOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    forgetAddressesSoon();
    return Service.run(Sensor.start(settings()));
  }

  /**
   * Java keeps what a name resolves to for 30 s, and that it does not for 10 s: too long for one
   * who looks for the replica of the operator that leads. Java reads this once, before the first
   * name.
   */
  private static void forgetAddressesSoon() {
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  private SensorSettings settings() {
    String name = node == null ? InstanceOptions.environment("NODE_NAME", "") : node;
    if (name.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "which node is this? Give --node, or set NODE_NAME");
    }
    List<String> addresses =
        operators.isEmpty()
            ? List.of("tocsin-operator." + instance.systemNamespace() + ".svc:9443")
            : operators;
    String first = addresses.getFirst();
    try {
      return new SensorSettings(
          new AgentSettings(
              List.of(TetragonAddress.parse(agent)),
              Optional.empty(),
              AgentTls.of(tls),
              metrics.page()),
          name,
          instance.systemNamespace(),
          new LinkSettings(
              addresses,
              new LinkSettings.Tls(
                  operatorAuthorities,
                  operatorName == null
                      ? first.substring(0, Math.max(0, first.lastIndexOf(':')))
                      : operatorName),
              token,
              LinkSettings.Timing.DEFAULT),
          data,
          spoolBytes,
          redaction.redaction(),
          instance.http(),
          BuildVersion.version());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
