package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class AgentMetricsOptionTest {

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.7:2112/metrics, 10.0.0.7, 2112, /metrics",
    "https://node-1/metrics, node-1, -1, /metrics",
    "http://[fd00::5]:2112/metrics, [fd00::5], 2112, /metrics",
    "http://fd00::5:2112/metrics, [fd00::5], 2112, /metrics",
    "http://::1:2112, [::1], 2112, ''",
    "http://fd00:1:2:3:4:5:6:7:2112/metrics, [fd00:1:2:3:4:5:6:7], 2112, /metrics",
    "http://::ffff:10.0.0.7:2112/metrics, [::ffff:10.0.0.7], 2112, /metrics",
  })
  void aPageIsAtAHostOfAnyKind(String url, String host, int port, String path) {
    URI page = page(url).orElseThrow();

    assertThat(page.getHost()).isEqualTo(host);
    assertThat(page.getPort()).isEqualTo(port);
    assertThat(page.getPath()).isEqualTo(path);
  }

  @Test
  void noneIsNoPage() {
    assertThat(page("none")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ftp://node-1/metrics", "node-1:2112", "http://fd00::5/metrics", "http:///metrics"})
  void whatIsNoPageIsSaid(String url) {
    assertThatThrownBy(() -> page(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--tetragon-metrics: ");
  }

  private static Optional<URI> page(String url) {
    Options options = new Options();
    new CommandLine(options).parseArgs("--tetragon-metrics", url);
    return options.metrics.page();
  }

  @Command
  private static final class Options {
    @Mixin private final AgentMetricsOption metrics = new AgentMetricsOption();
  }
}
