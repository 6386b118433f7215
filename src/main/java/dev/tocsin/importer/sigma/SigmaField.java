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
   */
  record OfCommandLine(TextField field, TextField binary) implements SigmaField {}

  /** A folder, without a slash at its end. */
  record OfFolder(TextField field) implements SigmaField {}

  /** The name of a user; root is user 0 as well, whose name the agent may not have. */
  record OfUser(TextField field, NumberField id) implements SigmaField {}

  /** A number. */
  record OfNumber(NumberField field) implements SigmaField {}

  /** The same text in every event of the log source. */
  record OfConstant(String value) implements SigmaField {}

  /** The time of the event. */
  record OfTime(String expression) implements SigmaField {}
}
