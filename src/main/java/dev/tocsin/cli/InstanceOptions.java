package dev.tocsin.cli;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every process that stays has: where it belongs, and where it shows how it is. */
final class InstanceOptions {
  @Option(
      names = "--system-namespace",
      paramLabel = "NAMESPACE",
      description =
          "Namespace whose policies see the whole cluster. Default: $$POD_NAMESPACE, else tocsin-system")
  private @Nullable String systemNamespace;

  @Option(
      names = "--http-address",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9464",
      description =
          "Where /metrics, /livez and /readyz are served; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
  private String httpAddress = "";

  String systemNamespace() {
    return systemNamespace == null
        ? environment("POD_NAMESPACE", "tocsin-system")
        : systemNamespace;
  }

  /** The pod's name, else the host's. */
  String name() {
    return environment("POD_NAME", environment("HOSTNAME", "tocsin"));
  }

  InetSocketAddress http() {
    return address("--http-address", httpAddress);
  }

  static String environment(String name, String otherwise) {
    return Objects.requireNonNullElse(System.getenv(name), otherwise);
  }

  /**
   * @throws IllegalArgumentException names the option
   */
  static InetSocketAddress address(String option, String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    if (colon < 1 || !hostPort.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException(option + ": '" + hostPort + "' is no HOST:PORT");
    }
    return new InetSocketAddress(
        hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
  }
}
