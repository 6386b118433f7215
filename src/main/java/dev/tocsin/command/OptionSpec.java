package dev.tocsin.command;

import java.util.List;

/**
 * One option of a program.
 *
 * @param spellings as typed, with their dashes; the first one stands for all
 */
record OptionSpec(List<String> spellings, Value value) {
  /** What comes with an option. */
  enum Value {
    NONE,
    /** Attached to it, or the next argument. */
    REQUIRED,
    /** Attached to it, or none. */
    OPTIONAL,
    /** Digits attached to it, or none; what follows them are other options. */
    DIGITS
  }

  String name() {
    return spellings.getFirst();
  }
}
