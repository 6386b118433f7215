package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final StringWriter written = new StringWriter();
  private final Screen screen = new Screen(new PrintWriter(written));

  @Test
  void whatWasDrawnIsReplaced() {
    screen.draw(List.of("one", "two"));
    assertThat(written.toString())
        .isEqualTo("\u001b[?7l\rone\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[?7h");

    written.getBuffer().setLength(0);
    screen.draw(List.of("three"));
    assertThat(written.toString())
        .isEqualTo("\u001b[?7l\u001b[2A\rthree\u001b[K\n\u001b[J\u001b[?7h");

    written.getBuffer().setLength(0);
    screen.draw(List.of());
    assertThat(written.toString()).isEqualTo("\u001b[?7l\u001b[1A\r\u001b[J\u001b[?7h");
  }
}
