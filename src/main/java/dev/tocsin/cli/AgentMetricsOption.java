package dev.tocsin.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where Tetragon's metrics are. */
final class AgentMetricsOption {
  private static final String OFF = "none";

  /** {@code http://$(HOST_IP):2112/metrics} on a node that has an IPv6 address. */
  private static final Pattern BARE_IPV6 =
      Pattern.compile("(https?://)([0-9A-Fa-f]*:[0-9A-Fa-f:.]*)(:\\d+)(/.*)?");

  @Option(
      names = "--tetragon-metrics",
      paramLabel = "URL",
      defaultValue = "http://localhost:2112/metrics",
      description =
          "Tetragon's metrics page, which counts events lost before its stream. localhost stands"
              + " for the host of the agent; an IPv6 address without brackets ends before the last"
              + " colon; none: not read. Default: ${DEFAULT-VALUE}")
  private String url = "";

  /**
   * @throws IllegalArgumentException says what is wrong and what was expected
   */
  Optional<URI> page() {
    if (url.equals(OFF)) {
      return Optional.empty();
    }
    try {
      URI page = new URI(withBrackets(url));
      boolean http = "http".equals(page.getScheme()) || "https".equals(page.getScheme());
      if (http && page.getHost() != null) {
        return Optional.of(page);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--tetragon-metrics: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "--tetragon-metrics: '" + url + "' is neither http://host:port/path nor " + OFF);
  }

  /**
   * The same page, of another host where it is that of localhost.
   *
   * @throws IllegalArgumentException says what is wrong and what was expected
   */
  Optional<URI> page(String host) {
    return page()
        .map(
            page ->
                page.getHost().equals("localhost")
                    ? URI.create(withBrackets(page.toString().replaceFirst("localhost", host)))
                    : page);
  }

  /** A pod knows its node's address without them. */
  private static String withBrackets(String url) {
    Matcher bare = BARE_IPV6.matcher(url);
    return bare.matches() ? bare.replaceFirst("$1[$2]$3$4") : url;
  }
}
