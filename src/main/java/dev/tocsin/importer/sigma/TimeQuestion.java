package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.NumberIs;

/** Asks a part of the event's time, which every event has. */
record TimeQuestion(String expression, FieldKey key, FieldModifiers modifiers)
    implements FieldQuestion {

  @Override
  public RuleCondition absent() {
    return RuleCondition.FALSE;
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    throw new NotConvertibleException(line, key.field() + ": a whole time cannot be asked for");
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    String part =
        switch (modifiers.relation()) {
          case "minute" -> ".getMinutes()";
          case "hour" -> ".getHours()";
          case "day" -> ".getDate()";
          case "month" -> ".getMonth() + 1";
          case "year" -> ".getFullYear()";
          default ->
              throw new NotConvertibleException(
                  line, key.field() + ": modifier '" + modifiers.relation() + "' is not supported");
        };
    return new NumberIs(
        new NumberField(expression + part, ""), "==", TextQuestion.number(value, key, line));
  }

  @Override
  public RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    throw new NotConvertibleException(line, key.field() + ": fieldref to a time");
  }
}
