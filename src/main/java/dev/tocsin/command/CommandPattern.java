package dev.tocsin.command;

import java.util.List;

/**
 * A program, and options that must be there in any of their spellings.
 *
 * @param program a usual name
 */
record CommandPattern(String program, List<String> options) {
  /**
   * @param text the program and its options with blanks between: {@code base64 -d}
   */
  static CommandPattern of(String text) {
    List<String> words = List.of(text.trim().split("\\s+"));
    return new CommandPattern(UsualName.of(words.getFirst()), words.subList(1, words.size()));
  }

  /** Whether it is that program, with those options. */
  boolean matches(Command command) {
    if (!command.name().equals(program)) {
      return false;
    }
    for (String option : options) {
      if (!command.options().has(option)) {
        return false;
      }
    }
    return true;
  }
}
