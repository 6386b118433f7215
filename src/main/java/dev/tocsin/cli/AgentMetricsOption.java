package dev.tocsin.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where Tetragon's metrics are. */
final class AgentMetricsOption {
  private static final String OFF = "none";

  @Option(
      names = "--tetragon-metrics",
      paramLabel = "URL",
      defaultValue = "http://localhost:2112/metrics",
      description =
          "Where Tetragon counts what its stream does not show as lost. localhost stands for the host of the agent;"
              + " none: not looked at. Default: ${DEFAULT-VALUE}")
  private String url = "";

  /**
   * @throws IllegalArgumentException says what is wrong and what was expected
   */
  Optional<URI> page() {
    if (url.equals(OFF)) {
      return Optional.empty();
    }
    try {
      URI page = new URI(url);
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
}
