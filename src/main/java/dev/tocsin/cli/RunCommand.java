package dev.tocsin.cli;

import dev.tocsin.app.AllInOne;
import dev.tocsin.app.RunSettings;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonTarget;
import dev.tocsin.source.syslog.SyslogAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin run}: sensor and operator in one process. */
@Command(
    name = "run",
    description = {
      "Read Tetragon, evaluate the cluster's DetectionPolicies, write SecurityAlerts: all in one process.",
      "",
      "The cluster is the one of KUBECONFIG, ~/.kube/config or, in a pod, its own."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin run                                          # the node's socket",
      "  tocsin run --tetragon localhost:54321               # Tetragon up to 1.6",
      "  tocsin run --tetragon 10.0.0.7 --tetragon 10.0.0.8 --tls-ca ca.crt \\",
      "      --tls-authority node.tetragon-grpc.cilium.io    # two nodes, TLS",
      "  tocsin run --discover                               # every node's Tetragon, by pod label",
      "  tocsin run --discover --syslog tcp://0.0.0.0:5514   # and hosts with Sysmon for Linux"
    })
final class RunCommand implements Callable<Integer> {
  static final String DEFAULT_ADDRESS = "unix:///var/run/tetragon/tetragon.sock";

  @Spec private CommandSpec spec;

  @Option(
      names = "--tetragon",
      paramLabel = "ADDRESS",
      description =
          "unix:///path or host:port of a Tetragon agent; may be given several times. Default, without --discover and"
              + " --syslog: "
              + DEFAULT_ADDRESS)
  private List<String> addresses = new ArrayList<>();

  @Option(
      names = "--discover",
      description =
          "Find Tetragon's pods by label and dial the nodes they run on, as they come and go.")
  private boolean discover;

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

  @ArgGroup(
      exclusive = false,
      heading = "%nTLS to Tetragon (1.8 and later; plaintext without these):%n")
  private @Nullable Tls tls;

  /** The certificate options; any one of them turns TLS on. */
  private static final class Tls {
    @Option(
        names = "--tls-ca",
        paramLabel = "FILE",
        required = true,
        description = "PEM certificates to trust.")
    private Path ca = Path.of("");

    @Option(
        names = "--tls-cert",
        paramLabel = "FILE",
        description = "PEM client certificate, for mTLS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM private key of it.")
    private @Nullable Path key;

    @Option(
        names = "--tls-authority",
        paramLabel = "NAME",
        description =
            "Name to expect in the server's certificate when it is not the host that is dialed.")
    private @Nullable String authority;
  }

  @Option(
      names = "--syslog",
      paramLabel = "ADDRESS",
      description = {
        "Listen for syslog with records of Sysmon for Linux at tcp://host:port or udp://host:port; without a host"
            + " (tcp://:5514) at the loopback only. May be given several times.",
        "Senders are not authenticated and nothing is encrypted: whoever reaches the port can invent what happened on"
            + " any host. Give it to a network that you trust, or to a relay on this machine."
      })
  private List<String> syslog = new ArrayList<>();

  @Option(
      names = "--system-namespace",
      paramLabel = "NAMESPACE",
      description =
          "Namespace whose policies see the whole cluster. Default: $$POD_NAMESPACE, else tocsin-system")
  private @Nullable String systemNamespace;

  @Option(
      names = "--alert-rate",
      paramLabel = "N",
      defaultValue = "10",
      description = "Writes a second to the API server, sustained. Default: ${DEFAULT-VALUE}")
  private double alertRate;

  @Option(
      names = "--alert-burst",
      paramLabel = "N",
      defaultValue = "50",
      description = "Writes at once. Default: ${DEFAULT-VALUE}")
  private int alertBurst;

  @Option(
      names = "--http-address",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9464",
      description =
          "Where /metrics, /livez and /readyz are served; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
  private String httpAddress = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunSettings settings = settings();
    try (AllInOne tocsin = AllInOne.start(settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(tocsin), "shutdown"));
      return tocsin.awaitStop().isPresent() ? 1 : 0;
    }
  }

  /** SIGTERM is how Kubernetes ends a process: an end in good order is no failure. */
  private static void shutDown(AllInOne tocsin) {
    if (tocsin.stop()) {
      Runtime.getRuntime().halt(0);
    }
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
          given.stream().map(TetragonAddress::parse).toList(),
          discover
              ? Optional.of(new RunSettings.Discovery(discoverSelector, discoverPort))
              : Optional.empty(),
          Optional.ofNullable(tls)
              .map(
                  each ->
                      new TetragonTarget.Tls(each.ca, each.certificate, each.key, each.authority)),
          syslog.stream().map(SyslogAddress::parse).toList(),
          systemNamespace == null ? environment("POD_NAMESPACE", "tocsin-system") : systemNamespace,
          alertRate,
          alertBurst,
          address(httpAddress),
          environment("POD_NAME", environment("HOSTNAME", "tocsin")),
          BuildVersion.version());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String environment(String name, String otherwise) {
    return Objects.requireNonNullElse(System.getenv(name), otherwise);
  }

  private static InetSocketAddress address(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    if (colon < 1 || !hostPort.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException("--http-address: '" + hostPort + "' is no HOST:PORT");
    }
    return new InetSocketAddress(
        hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
  }
}
