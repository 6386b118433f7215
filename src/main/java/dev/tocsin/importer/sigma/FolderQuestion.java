package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;

/** Asks a folder, which has no slash at its end here; a value with one means the folder too. */
final class FolderQuestion extends TextQuestion {
  FolderQuestion(TextField field, FieldKey key, FieldModifiers modifiers) {
    super(field, key, modifiers);
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    RuleCondition plain = super.of(value, line);
    if (!(plain instanceof TextIs is) || is.text().length() < 2 || !is.text().endsWith("/")) {
      return plain;
    }
    String folder = is.text().substring(0, is.text().length() - 1);
    Relation itself =
        switch (is.relation()) {
          case EQUALS, STARTS_WITH -> Relation.EQUALS;
          case ENDS_WITH, CONTAINS -> Relation.ENDS_WITH;
        };
    return RuleCondition.any(plain, new TextIs(field(), itself, folder, !isCased()));
  }
}
