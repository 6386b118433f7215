package dev.tocsin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.admission.WebhookTarget;
import dev.tocsin.language.ExpressionTarget;
import dev.tocsin.source.EventTarget;
import dev.tocsin.transport.server.ProtocolTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The seeds, and what {@code make fuzz} once found, pass through the targets. */
class FuzzSeedsTest {
  private enum Target {
    EXPRESSIONS(ExpressionTarget::fuzzerTestOneInput),
    EVENTS(EventTarget::fuzzerTestOneInput),
    PROTOCOL(ProtocolTarget::fuzzerTestOneInput),
    WEBHOOK(WebhookTarget::fuzzerTestOneInput);

    private final Body body;

    Target(Body body) {
      this.body = body;
    }
  }

  @FunctionalInterface
  private interface Body {
    void run(byte[] input) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void seedsPass(Target target) throws Exception {
    List<Path> seeds = seeds(target);
    assertThat(seeds).hasSizeGreaterThan(1);
    for (Path seed : seeds) {
      target.body.run(Files.readAllBytes(seed));
    }
  }

  private static List<Path> seeds(Target target) throws IOException {
    Path folder =
        Path.of("src/test/resources/fuzz", target.name().toLowerCase(java.util.Locale.ROOT));
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
