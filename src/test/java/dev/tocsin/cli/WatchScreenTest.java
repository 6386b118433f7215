package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

class WatchScreenTest {
  private static final AttributedString RED =
      new AttributedString("High", AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private LineDisciplineTerminal terminal() throws IOException {
    LineDisciplineTerminal terminal =
        new LineDisciplineTerminal("test", "xterm", written, StandardCharsets.UTF_8);
    terminal.setSize(new Size(40, 3));
    return terminal;
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itHasTheTerminalForItselfAndLeavesItAsItWas() throws IOException {
    LineDisciplineTerminal terminal = terminal();
    try (WatchScreen screen = new WatchScreen(terminal, true)) {
      assertThat(written()).startsWith("\u001b[?1049h");
      screen.measure();
      screen.draw(List.of(RED, new AttributedString("db-0")));
      screen.draw(List.of(RED));
      terminal.setSize(new Size(80, 24));
      screen.measure();
      assertThat(screen.width()).isEqualTo(80);
      assertThat(screen.height()).isEqualTo(24);
      screen.draw(List.of(RED, RED, RED, RED));
    }

    assertThat(written()).contains("\u001b[31mHigh", "db-0").endsWith("\u001b[?1049l");
  }

  @Test
  void withoutColourWhatIsChosenIsStillToBeSeen() throws IOException {
    try (WatchScreen screen = new WatchScreen(terminal(), false)) {
      screen.measure();
      screen.draw(List.of(RED, new AttributedString("chosen", AttributedStyle.INVERSE)));
    }

    assertThat(written()).contains("High", "\u001b[7m").doesNotContain("\u001b[31m");
  }
}
