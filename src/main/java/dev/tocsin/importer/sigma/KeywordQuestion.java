package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextMatches;
import java.util.List;

/** Looks for a keyword in the texts of an event. */
record KeywordQuestion(List<TextField> fields, FieldKey key, FieldModifiers modifiers)
    implements FieldQuestion {

  @Override
  public RuleCondition absent() throws NotConvertibleException {
    throw new NotConvertibleException(key.line(), "keywords: nothing is looked for");
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    SigmaText anywhere = value.openedAtStart().openedAtEnd();
    return RuleCondition.any(
        fields.stream().map(each -> anywhere.asked(each, modifiers.cased())).toList());
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    String regex = TextQuestion.regex(value, modifiers.flags(), key, line);
    return RuleCondition.any(
        fields.stream().<RuleCondition>map(each -> new TextMatches(each, regex)).toList());
  }

  @Override
  public RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    throw new NotConvertibleException(line, "keywords: fieldref");
  }
}
