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
          "Namespace whose policies see the whole cluster. Default: $$POD_NAMESPACE, else"
              + " tocsin-system")
  private @Nullable String systemNamespace;

  @Option(
      names = "--http-address",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9464",
      description =
          "Address for /metrics, /livez and /readyz; :PORT listens on all addresses, port 0 takes a"
              + " free one. Default: ${DEFAULT-VALUE}")
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
   * Reads {@code host:port} and {@code [2001:db8::1]:port}. Without a host, {@code :port}, it is
   * every address of the machine, of both kinds where it has both.
   *
   * @throws IllegalArgumentException names the option
   */
  static InetSocketAddress address(String option, String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException(option + ": '" + text + "' is no HOST:PORT");
    }
    String host = text.substring(0, colon);
    InetSocketAddress address =
        host.isEmpty()
            ? new InetSocketAddress(Integer.parseInt(port))
            : new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(option + ": the name " + host + " does not resolve");
    }
    return address;
  }
}
