package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.sigma.SigmaField.OfProgramName;

/**
 * Asks what a program was called by. That is the name of its file, unless the value has a path:
 * then the whole path is asked as well.
 */
final class ProgramNameQuestion extends TextQuestion {
  private final OfProgramName program;

  ProgramNameQuestion(OfProgramName program, FieldKey key, FieldModifiers modifiers) {
    super(program.name(), key, modifiers);
    this.program = program;
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    RuleCondition byName = super.of(value, line);
    if (!value.text().contains("/")) {
      return byName;
    }
    if (!value.isOpenAtStart() && !value.beginning().startsWith("/")) {
      throw new NotConvertibleException(
          line, "a0: '" + value.text() + "' is a path as it was typed, which no event has");
    }
    return RuleCondition.any(byName, value.asked(program.binary(), isCased()));
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    RuleCondition byName = super.of(value, line);
    return byName instanceof RuleCondition.TextMatches matches && value.contains("/")
        ? RuleCondition.any(
            byName, new RuleCondition.TextMatches(program.binary(), matches.regex()))
        : byName;
  }
}
