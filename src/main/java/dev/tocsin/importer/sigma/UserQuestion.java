package dev.tocsin.importer.sigma;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.NumberIs;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.sigma.SigmaField.OfUser;

/** Asks the name of a user; root is known by its number too. */
final class UserQuestion extends TextQuestion {
  private final NumberField id;

  UserQuestion(OfUser user, FieldKey key, FieldModifiers modifiers) {
    super(user.field(), key, modifiers);
    this.id = user.id();
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    RuleCondition plain = super.of(value, line);
    boolean root =
        plain instanceof TextIs is
            && is.relation() == Relation.EQUALS
            && (is.ignoreCase() ? is.text().equalsIgnoreCase("root") : is.text().equals("root"));
    return root ? RuleCondition.any(plain, new NumberIs(id, "==", "0")) : plain;
  }
}
