package dev.tocsin.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where a Tetragon agent listens. */
public sealed interface TetragonAddress {
  int DEFAULT_PORT = 54321;

  /** gRPC's name for it. */
  String target();

  /** A unix domain socket on this machine; what Tetragon has by default since 1.7. */
  record UnixSocket(Path path) implements TetragonAddress {
    @Override
    public String target() {
      return "unix://" + path;
    }

    @Override
    public String toString() {
      return target();
    }
  }

  /** A TCP port. */
  record HostPort(String host, int port) implements TetragonAddress {
    @Override
    public String target() {
      try {
        // escapes the brackets, and the zone, of an IPv6 address: gRPC takes no URI without
        return new URI("dns", "", "/" + this, null).toString();
      } catch (URISyntaxException e) {
        throw new IllegalStateException("no name for gRPC: " + this, e);
      }
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Reads {@code unix:///path}, {@code host:port} or {@code host}, which means port 54321. An IPv6
   * address stands in brackets, unless a port of five digits follows, which is no group of an
   * address: so {@code $(HOST_IP):54321} works on nodes of either kind.
   *
   * @throws IllegalArgumentException says what is wrong and what was expected
   */
  static TetragonAddress parse(String text) {
    if (text.startsWith("unix:")) {
      return unixSocket(text);
    }
    if (text.contains("/")) {
      throw invalid(
          text, text.contains("://") ? "only the scheme unix:// is known" : "it holds a slash");
    }
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        throw invalid(text, "the bracket is not closed");
      }
      return hostPort(text, text.substring(1, close), text.substring(close + 1));
    }
    int colon = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (colon != last) {
      if (text.matches("[0-9A-Fa-f:.]+:\\d{5}")) {
        return hostPort(text, text.substring(0, last), text.substring(last));
      }
      throw invalid(text, "an IPv6 address must stand in brackets");
    }
    return colon < 0
        ? hostPort(text, text, "")
        : hostPort(text, text.substring(0, colon), text.substring(colon));
  }

  private static TetragonAddress unixSocket(String text) {
    String path = text.substring("unix:".length());
    if (!path.startsWith("///") || path.length() == 3) {
      throw invalid(text, "the path of a socket must be absolute");
    }
    return new UnixSocket(Path.of(path.substring(2)));
  }

  private static TetragonAddress hostPort(String text, String host, String colonPort) {
    if (host.isBlank() || host.contains(" ")) {
      throw invalid(text, "the host is missing");
    }
    if (colonPort.isEmpty()) {
      return new HostPort(host, DEFAULT_PORT);
    }
    String port = colonPort.substring(1);
    if (!colonPort.startsWith(":") || !port.matches("\\d{1,5}")) {
      throw invalid(text, "the port is not a number");
    }
    int number = Integer.parseInt(port);
    if (number == 0 || number > 65535) {
      throw invalid(text, "a port is between 1 and 65535");
    }
    return new HostPort(host, number);
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException(
        "no address of Tetragon: '"
            + text
            + "': "
            + reason
            + " (expected unix:///path/to/tetragon.sock or host:port)");
  }
}
