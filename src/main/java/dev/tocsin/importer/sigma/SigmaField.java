package dev.tocsin.importer.sigma;

import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.TextField;

/** What a field of a rule is in Tetragon's events. */
sealed interface SigmaField {

  /** A text. */
  record OfText(TextField field) implements SigmaField {}

  /**
   * A command line. The events have it without the name that the program was called by: the name of
   * its file stands for that, and its path may have been typed as well.
   *
   * @param process whose it is: {@code process}, {@code parent}
   */
  record OfCommandLine(String process) implements SigmaField {
    TextField field() {
      return new TextField(process + ".command_line");
    }

    TextField binary() {
      return new TextField(process + ".binary");
    }

    /** The path and the arguments; the index does not know it. */
    TextField typed() {
      return new TextField(
          "(%1$s.binary.substring(0, size(%1$s.binary) - size(%1$s.name)) + %1$s.command_line)"
              .formatted(process));
    }
  }

  /** A folder, without a slash at its end. */
  record OfFolder(TextField field) implements SigmaField {}

  /** The name of a user; root is user 0 as well, whose name the agent may not have. */
  record OfUser(TextField field, NumberField id) implements SigmaField {}

  /** A number. */
  record OfNumber(NumberField field) implements SigmaField {}

  /** The same text in every event of the log source. */
  record OfConstant(String value) implements SigmaField {}

  /** What a program was called by, which the events have not: its file's name, or its path. */
  record OfProgramName(TextField name, TextField binary) implements SigmaField {}

  /** The type of a record of auditd, of which there are only those of one type here. */
  record OfRecordType() implements SigmaField {}

  /** The time of the event. */
  record OfTime(String expression) implements SigmaField {}
}
