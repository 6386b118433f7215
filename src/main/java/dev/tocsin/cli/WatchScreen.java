package dev.tocsin.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;

/** A terminal that belongs to a watch alone: its other screen, without a cursor, key by key. */
final class WatchScreen implements AutoCloseable {
  /** What all terminals of today know; not what is known of this one, which may be nothing. */
  private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";

  private static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final KeyReader keys;
  private final boolean colour;
  private Size size = new Size(0, 0);

  /**
   * @param terminal is closed with this
   * @param colour whether lines keep their style beyond what is chosen
   */
  WatchScreen(Terminal terminal, boolean colour) {
    this.terminal = terminal;
    this.colour = colour;
    this.before = terminal.enterRawMode();
    Attributes ours = terminal.getAttributes();
    // Ctrl-C is a key like others, so that the terminal is left as it was
    ours.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(ours);
    terminal.writer().print(OTHER_SCREEN);
    terminal.flush();
    this.display = new Display(terminal, true);
    this.keys = new KeyReader(terminal.reader());
  }

  /** The terminal that this process was started on. */
  static WatchScreen open(boolean colour) throws IOException {
    return new WatchScreen(
        TerminalBuilder.builder().system(true).exec(true).dumb(false).build(), colour);
  }

  int width() {
    return size.getColumns();
  }

  int height() {
    return size.getRows();
  }

  /** Asks the terminal how large it is by now. */
  void measure() {
    Size now = terminal.getSize();
    if (!now.equals(size)) {
      size = now;
      display.resize(now.getRows(), now.getColumns());
      display.clear();
    }
  }

  void draw(List<AttributedString> lines) {
    List<AttributedString> shown = new ArrayList<>(lines); // which the display changes
    if (!colour) {
      shown.replaceAll(WatchScreen::withoutColour);
    }
    display.update(shown, 0);
  }

  /** What is chosen is still to be seen. */
  private static AttributedString withoutColour(AttributedString line) {
    return new AttributedString(
        line.toString(),
        line.length() > 0
            ? line.styleAt(0).foregroundDefault().backgroundDefault()
            : AttributedStyle.DEFAULT);
  }

  Optional<KeyPress> key(long millis) throws IOException {
    return keys.read(millis);
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() throws IOException {
    terminal.writer().print(FIRST_SCREEN);
    terminal.flush();
    terminal.setAttributes(before);
    terminal.close();
  }
}
