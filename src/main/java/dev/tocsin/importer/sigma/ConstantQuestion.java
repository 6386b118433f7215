package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;

/** Asks a field that is the same in every event of the log source. */
record ConstantQuestion(String value, FieldKey key, FieldModifiers modifiers)
    implements FieldQuestion {

  @Override
  public RuleCondition absent() {
    return RuleCondition.FALSE;
  }

  @Override
  public RuleCondition of(SigmaText text, int line) throws NotConvertibleException {
    RuleCondition asked = text.asked(new TextField(key.field()), modifiers.cased());
    if (asked instanceof TextIs is && is.relation() == Relation.EQUALS) {
      return new Always(
          is.ignoreCase() ? is.text().equalsIgnoreCase(value) : is.text().equals(value));
    }
    throw new NotConvertibleException(line, key.field() + " can only be compared as a whole");
  }

  @Override
  public RuleCondition of(String text, int line) throws NotConvertibleException {
    throw new NotConvertibleException(line, key.field() + " can only be compared as a whole");
  }

  @Override
  public RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    throw new NotConvertibleException(line, key.field() + " can only be compared as a whole");
  }
}
