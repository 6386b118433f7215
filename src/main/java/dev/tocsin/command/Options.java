package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command as its program reads them: options with their values, and operands.
 *
 * <p>For a program that is not in the table, each letter of {@code -abc} counts as an option and so
 * does the word, {@code --x=v} has a value, and the word behind an option is an operand that may be
 * its value too.
 */
public final class Options {
  /** What is kept of them: a joined option may be as long as an argument. */
  static final int MOST = 1024;

  /**
   * @param name the first spelling in the table, else as typed
   * @param value null when there is none
   */
  private record Occurrence(String name, @Nullable String value) {}

  private final ProgramSpec spec;
  private final List<Occurrence> options = new ArrayList<>();
  private final List<String> operands = new ArrayList<>();

  private Options(ProgramSpec spec) {
    this.spec = spec;
  }

  /**
   * @param program the usual name of the program
   */
  static Options of(String program, List<String> arguments) {
    Options options = new Options(ProgramTable.of(program));
    options.read(arguments);
    return options;
  }

  /** Whether an option is there, in any of its spellings. */
  public boolean has(String spelling) {
    String name = nameOf(spelling);
    for (Occurrence option : options) {
      if (option.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The value of the last occurrence of an option; null when it has none, or is not there. */
  public @Nullable String value(String spelling) {
    String name = nameOf(spelling);
    String found = null;
    for (Occurrence option : options) {
      if (option.name().equals(name) && option.value() != null) {
        found = option.value();
      }
    }
    return found;
  }

  /** The values of all occurrences of an option, in order. */
  public List<String> values(String spelling) {
    String name = nameOf(spelling);
    List<String> found = new ArrayList<>();
    for (Occurrence option : options) {
      if (option.name().equals(name) && option.value() != null) {
        found.add(option.value());
      }
    }
    return found;
  }

  /** The values of all options, in order. */
  List<String> values() {
    return options.stream().map(Occurrence::value).filter(Objects::nonNull).toList();
  }

  /** Each one as it is understood, in order: its first spelling, and its value behind a blank. */
  public List<String> texts() {
    return options.stream()
        .map(each -> each.value() == null ? each.name() : each.name() + " " + each.value())
        .toList();
  }

  /** How many there are. */
  public int size() {
    return options.size();
  }

  /** What is neither an option nor the value of one, in order. */
  public List<String> operands() {
    return operands;
  }

  private String nameOf(String spelling) {
    OptionSpec option = spec.option(spelling);
    return option == null ? spelling : option.name();
  }

  private void read(List<String> arguments) {
    int i = 0;
    while (i < arguments.size()) {
      String argument = arguments.get(i);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
      if (argument.equals("--")) {
        operands.addAll(arguments.subList(i + 1, arguments.size()));
        return;
      }
      if (isOption(argument, i)) {
        String typed = isOptionWithDash(argument) ? argument : "-" + argument;
        i += readOption(typed, next) ? 2 : 1;
      } else if (spec.endsAtOperand()) {
        operands.addAll(arguments.subList(i, arguments.size()));
        return;
      } else {
        operands.add(argument);
        i++;
      }
    }
  }

  private boolean isOption(String argument, int position) {
    return isOptionWithDash(argument)
        || (spec.style() == ProgramSpec.Style.BUNDLED && position == 0 && !argument.isEmpty());
  }

  private boolean isOptionWithDash(String argument) {
    return argument.length() > 1
        && (argument.charAt(0) == '-'
            || (argument.charAt(0) == '+' && spec.style() == ProgramSpec.Style.SHELL));
  }

  /** Whether the next argument is the value of this one. */
  private boolean readOption(String typed, @Nullable String next) {
    if (typed.startsWith("--") || spec.style() == ProgramSpec.Style.WORDS) {
      return readWord(typed, next);
    }
    OptionSpec whole = typed.length() > 2 ? spec.option(typed) : null;
    if (whole != null) {
      return readKnown(whole, null, next);
    }
    return readLetters(typed, next);
  }

  private boolean readWord(String typed, @Nullable String next) {
    int equals = typed.indexOf('=');
    String spelling = equals < 0 ? typed : typed.substring(0, equals);
    String attached = equals < 0 ? null : typed.substring(equals + 1);
    OptionSpec option = typed.startsWith("--") ? spec.longOption(spelling) : spec.option(spelling);
    if (option != null) {
      return readKnown(option, attached, next);
    }
    boolean guess = attached == null && spec == ProgramSpec.UNKNOWN && mayBeValue(next);
    options.add(new Occurrence(spelling, guess ? next : attached));
    return false;
  }

  private boolean readLetters(String typed, @Nullable String next) {
    String dash = typed.substring(0, 1);
    if (spec == ProgramSpec.UNKNOWN && typed.length() > 2) {
      options.add(new Occurrence(typed, mayBeValue(next) ? next : null));
    }
    for (int i = 1; i < typed.length() && options.size() < MOST; i++) {
      String spelling = dash + typed.charAt(i);
      OptionSpec option = spec.option(spelling);
      String rest = i + 1 < typed.length() ? typed.substring(i + 1) : null;
      if (option != null && option.value() == OptionSpec.Value.DIGITS) {
        int end = endOfDigits(typed, i + 1);
        options.add(new Occurrence(option.name(), typed.substring(i + 1, end)));
        i = end - 1;
        continue;
      }
      if (option != null && option.value() != OptionSpec.Value.NONE) {
        return readKnown(option, rest, next);
      }
      boolean guess = spec == ProgramSpec.UNKNOWN && rest == null && mayBeValue(next);
      options.add(new Occurrence(option == null ? spelling : option.name(), guess ? next : null));
    }
    return false;
  }

  private boolean readKnown(OptionSpec option, @Nullable String attached, @Nullable String next) {
    boolean takesNext =
        attached == null && next != null && option.value() == OptionSpec.Value.REQUIRED;
    options.add(new Occurrence(option.name(), takesNext ? next : attached));
    return takesNext;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static boolean mayBeValue(@Nullable String next) {
    return next != null && !next.startsWith("-");
  }
}
