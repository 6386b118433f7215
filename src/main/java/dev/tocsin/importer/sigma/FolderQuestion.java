package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.TextField;

/** Asks a folder, which has no slash at its end here; a value with one means the folder too. */
final class FolderQuestion extends TextQuestion {
  FolderQuestion(TextField field, FieldKey key, FieldModifiers modifiers) {
    super(field, key, modifiers);
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    RuleCondition plain = super.of(value, line);
    return value
        .withoutLastSlash()
        .map(folder -> RuleCondition.any(plain, folder.asked(field(), isCased())))
        .orElse(plain);
  }
}
