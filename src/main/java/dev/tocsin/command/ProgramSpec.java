package dev.tocsin.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a program reads its arguments: its options, and where they end. */
final class ProgramSpec {
  /** Of a program that is not in the table. */
  static final ProgramSpec UNKNOWN = new ProgramSpec(Style.ANYWHERE, List.of());

  enum Style {
    /** Options and operands in any order, short options joined. */
    ANYWHERE,
    /** Options end at the first operand. */
    FIRST,
    /** The same, and {@code +x} is an option too. */
    SHELL,
    /** Long options with one dash. */
    WORDS,
    /** The first argument may be options without a dash. */
    BUNDLED
  }

  private final Style style;
  private final Map<String, OptionSpec> bySpelling = new HashMap<>();

  ProgramSpec(Style style, List<OptionSpec> options) {
    this.style = style;
    for (OptionSpec option : options) {
      option.spellings().forEach(spelling -> bySpelling.put(spelling, option));
    }
  }

  Style style() {
    return style;
  }

  boolean endsAtOperand() {
    return style == Style.FIRST || style == Style.SHELL;
  }

  /** The option of a spelling; null when the program has none. */
  @Nullable OptionSpec option(String spelling) {
    return bySpelling.get(spelling);
  }

  /** The option of a long spelling, or of a beginning of it that no other option shares. */
  @Nullable OptionSpec longOption(String spelling) {
    OptionSpec exact = bySpelling.get(spelling);
    if (exact != null || spelling.length() < 3) {
      return exact;
    }
    OptionSpec found = null;
    for (Map.Entry<String, OptionSpec> entry : bySpelling.entrySet()) {
      if (entry.getKey().startsWith(spelling)) {
        if (found != null && found != entry.getValue()) {
          return null;
        }
        found = entry.getValue();
      }
    }
    return found;
  }
}
