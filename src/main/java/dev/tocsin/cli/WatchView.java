package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.IncidentView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * What a watch shows, and what keys do to it: a list of alerts, one of them as a page, or a
 * question for a text. Knows no terminal.
 */
final class WatchView {
  /** Lines around the list: how things stand, the heads of columns, and the keys. */
  private static final int FRAME = 3;

  private static final String LIST_KEYS =
      "up/down choose  enter read  a ack  c close  / search  p pause  q quit";
  private static final String PAGE_KEYS = "up/down scroll  esc back  a ack  c close  q quit";

  private final boolean namespaces;
  private final String program;
  private List<SecurityAlert> all = List.of();
  private List<SecurityAlert> shown = List.of();
  private Mode mode = Mode.LIST;
  private Mode before = Mode.LIST;
  private String search = "";
  private String typed = "";
  private String note = "";
  private Optional<AlertKey> chosen = Optional.empty();
  private int scroll;
  private int height = FRAME + 1;
  private boolean paused;

  private enum Mode {
    LIST,
    PAGE,
    SEARCH,
    REASON
  }

  /** What is left to be done after a key. */
  sealed interface Wish {
    /** Nothing. */
    record Nothing() implements Wish {}

    record Quit() implements Wish {}

    record Acknowledge(AlertKey alert) implements Wish {}

    record Close(AlertKey alert, String reason) implements Wish {}
  }

  private static final Wish NOTHING = new Wish.Nothing();

  /**
   * @param program how the user calls it
   */
  WatchView(boolean namespaces, String program) {
    this.namespaces = namespaces;
    this.program = program;
  }

  /** The alerts as they are now; while it is paused, they stay as they were. */
  void update(List<SecurityAlert> alerts) {
    if (!paused) {
      all = alerts;
      select();
    }
  }

  /** Something to say in place of the keys, until the next key. */
  void say(String text) {
    note = text;
  }

  private void select() {
    String wanted = search.toLowerCase(Locale.ROOT);
    shown =
        IncidentView.of(all).wholes().stream()
            .filter(alert -> wanted.isEmpty() || text(alert).contains(wanted))
            .toList();
  }

  private static String text(SecurityAlert alert) {
    return (AlertKey.of(alert)
            + " "
            + alert.getSpec().subject()
            + " "
            + alert.getSpec().policy().name()
            + " "
            + IncidentView.severity(alert)
            + " "
            + IncidentView.message(alert))
        .toLowerCase(Locale.ROOT);
  }

  /** Does what a key asks for. */
  Wish press(KeyPress press) {
    note = "";
    if (press.key() == KeyPress.Key.INTERRUPT) {
      return new Wish.Quit();
    }
    return switch (mode) {
      case LIST, PAGE -> command(press);
      case SEARCH, REASON -> type(press);
    };
  }

  private Wish command(KeyPress press) {
    switch (press.key()) {
      case UP -> move(-1);
      case DOWN -> move(1);
      case PAGE_UP -> move(FRAME - height);
      case PAGE_DOWN -> move(height - FRAME);
      case ENTER -> {
        if (mode == Mode.LIST && current().isPresent()) {
          mode = Mode.PAGE;
          scroll = 0;
        }
      }
      case ESCAPE, BACKSPACE -> {
        mode = Mode.LIST;
        scroll = 0;
      }
      case CHARACTER -> {
        return command(press.character());
      }
      case INTERRUPT -> throw new IllegalStateException("handled before");
    }
    return NOTHING;
  }

  private Wish command(char key) {
    switch (key) {
      case 'q' -> {
        return new Wish.Quit();
      }
      case 'k' -> move(-1);
      case 'j' -> move(1);
      case 'a' -> {
        return current().<Wish>map(each -> new Wish.Acknowledge(AlertKey.of(each))).orElse(NOTHING);
      }
      case 'c' -> {
        if (current().isPresent()) {
          ask(Mode.REASON, "");
        }
      }
      case '/' -> ask(Mode.SEARCH, search);
      case 'p' -> paused = !paused;
      default -> {
        // no key of ours
      }
    }
    return NOTHING;
  }

  private void ask(Mode question, String beginning) {
    before = mode;
    mode = question;
    typed = beginning;
  }

  private Wish type(KeyPress press) {
    switch (press.key()) {
      case CHARACTER -> typed += press.character();
      case BACKSPACE -> typed = typed.substring(0, Math.max(0, typed.length() - 1));
      case ESCAPE -> mode = before;
      case ENTER -> {
        return answered();
      }
      default -> {
        // nothing to choose while one types
      }
    }
    return NOTHING;
  }

  private Wish answered() {
    Mode question = mode;
    mode = before;
    if (question == Mode.SEARCH) {
      search = typed.strip();
      mode = Mode.LIST;
      select();
      return NOTHING;
    }
    if (typed.isBlank()) {
      note = "not closed: a reason is needed";
      return NOTHING;
    }
    return current()
        .<Wish>map(each -> new Wish.Close(AlertKey.of(each), typed.strip()))
        .orElse(NOTHING);
  }

  private Optional<SecurityAlert> current() {
    return shown.isEmpty() ? Optional.empty() : Optional.of(shown.get(index()));
  }

  /** The chosen one keeps being chosen wherever it moves; one that is gone leaves its place. */
  private int index() {
    for (int i = 0; i < shown.size(); i++) {
      if (chosen.isPresent() && AlertKey.of(shown.get(i)).equals(chosen.get())) {
        return i;
      }
    }
    return 0;
  }

  private void move(int by) {
    if (mode == Mode.PAGE) {
      scroll = Math.max(0, scroll + by);
    } else if (!shown.isEmpty()) {
      int next = Math.clamp((long) index() + by, 0, shown.size() - 1);
      chosen = Optional.of(AlertKey.of(shown.get(next)));
    }
  }

  /** As many lines as the terminal is high, none longer than it is wide. */
  List<AttributedString> lines(int width, int rows, boolean connected, Instant now) {
    height = Math.max(FRAME + 1, rows);
    List<AttributedString> lines = new ArrayList<>();
    lines.add(plain(status(connected, now)));
    Optional<SecurityAlert> alert = current();
    if ((mode == Mode.PAGE || before == Mode.PAGE && mode == Mode.REASON) && alert.isPresent()) {
      page(lines, alert.get(), now);
    } else {
      list(lines, width, now);
    }
    while (lines.size() < height - 1) {
      lines.add(AttributedString.EMPTY);
    }
    lines.add(new AttributedString(foot(), AttributedStyle.DEFAULT.faint()));
    return lines.stream().map(line -> line.columnSubSequence(0, width)).toList();
  }

  private String status(boolean connected, Instant now) {
    return shown.size()
        + (shown.size() == 1 ? " alert" : " alerts")
        + ", "
        + now.truncatedTo(ChronoUnit.SECONDS)
        + (search.isEmpty() ? "" : ", with '" + search + "'")
        + (paused ? ", paused" : "")
        + (connected ? "" : ", no connection to the API server, trying again");
  }

  private String foot() {
    return switch (mode) {
      case SEARCH -> "search: " + typed + "_";
      case REASON -> "reason for closing: " + typed + "_";
      case LIST -> note.isEmpty() ? LIST_KEYS : note;
      case PAGE -> note.isEmpty() ? PAGE_KEYS : note;
    };
  }

  private void list(List<AttributedString> lines, int width, Instant now) {
    WatchRow row = new WatchRow(width, namespaces);
    lines.add(new AttributedString(row.head(), AttributedStyle.BOLD));
    int room = height - FRAME;
    int chosenRow = index();
    int first = Math.clamp(chosenRow - room + 1, 0, Math.max(0, shown.size() - room));
    for (int i = first; i < Math.min(shown.size(), first + room); i++) {
      lines.add(styled(row.of(shown.get(i), now), shown.get(i), i == chosenRow, width));
    }
  }

  private static AttributedString styled(
      String row, SecurityAlert alert, boolean isChosen, int width) {
    AlertSeverity severity = IncidentView.severity(alert);
    AttributedStyle rest = isChosen ? AttributedStyle.INVERSE : AttributedStyle.DEFAULT;
    AttributedStyle first = isChosen ? rest : style(severity);
    int word = Math.min(row.length(), AlertColumns.name(severity).length());
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(row.substring(0, word), first).append(row.substring(word), rest);
    if (isChosen) {
      line.append(" ".repeat(Math.max(0, width - row.length())), rest);
    }
    return line.toAttributedString();
  }

  private static AttributedStyle style(AlertSeverity severity) {
    return switch (severity) {
      case CRITICAL, UNKNOWN -> AttributedStyle.BOLD.foreground(AttributedStyle.RED);
      case HIGH -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
      case MEDIUM -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
      case LOW -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
      case INFO -> AttributedStyle.DEFAULT;
    };
  }

  private void page(List<AttributedString> lines, SecurityAlert alert, Instant now) {
    List<String> text = AlertPage.of(alert, null, now, program).lines().toList();
    int room = height - 2;
    scroll = Math.clamp(scroll, 0, Math.max(0, text.size() - room));
    text.stream().skip(scroll).limit(room).map(WatchView::plain).forEach(lines::add);
  }

  private static AttributedString plain(String text) {
    return new AttributedString(text);
  }
}
