package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.NumberIs;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import dev.tocsin.importer.sigma.FieldModifiers.Kind;
import dev.tocsin.importer.sigma.SigmaField.OfNumber;

/** Asks a number; the same digits as text are equal to it. */
record NumberQuestion(NumberField field, FieldKey key, FieldModifiers modifiers)
    implements FieldQuestion {

  @Override
  public RuleCondition absent() {
    return RuleCondition.not(new Holds(field.present()));
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    TextField digits = new TextField("string(" + field.expression() + ")");
    RuleCondition asked = value.asked(digits, modifiers.cased());
    if (asked instanceof TextIs is && is.relation() == Relation.EQUALS) {
      return is.text().isEmpty()
          ? absent()
          : is.text().matches("0|-?[1-9][0-9]{0,17}")
              ? new NumberIs(field, "==", is.text())
              : RuleCondition.FALSE;
    }
    return RuleCondition.all(new Holds(field.present()), asked);
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    return switch (modifiers.kind()) {
      case REGEX ->
          RuleCondition.all(
              new Holds(field.present()),
              new TextMatches(
                  new TextField("string(" + field.expression() + ")"),
                  TextQuestion.regex(value, modifiers.flags(), key, line)));
      case NUMBER ->
          new NumberIs(
              field,
              TextQuestion.operator(modifiers.relation()),
              TextQuestion.number(value, key, line));
      default ->
          throw new NotConvertibleException(
              line, key.field() + ": modifier '" + modifiers.relation() + "' of a number");
    };
  }

  @Override
  public RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    if (!(other instanceof OfNumber number) || modifiers.kind() != Kind.FIELD) {
      throw new NotConvertibleException(
          line, key.field() + ": fieldref to a field that is no number");
    }
    return RuleCondition.all(
        new Holds(number.field().present()),
        new NumberIs(field, "==", number.field().expression()));
  }
}
