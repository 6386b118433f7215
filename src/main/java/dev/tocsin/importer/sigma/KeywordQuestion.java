package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import java.util.ArrayList;
import java.util.List;

/** Looks for a keyword in the texts of an event. */
record KeywordQuestion(List<FieldQuestion> fields, FieldKey key) implements FieldQuestion {

  @Override
  public RuleCondition absent() throws NotConvertibleException {
    throw new NotConvertibleException(key.line(), "keywords: nothing is looked for");
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    SigmaText anywhere = value.openedAtStart().openedAtEnd();
    List<RuleCondition> parts = new ArrayList<>();
    for (FieldQuestion each : fields) {
      parts.add(each.of(anywhere, line));
    }
    return RuleCondition.any(parts);
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    List<RuleCondition> parts = new ArrayList<>();
    for (FieldQuestion each : fields) {
      parts.add(each.of(value, line));
    }
    return RuleCondition.any(parts);
  }

  @Override
  public RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    throw new NotConvertibleException(line, "keywords: fieldref");
  }
}
