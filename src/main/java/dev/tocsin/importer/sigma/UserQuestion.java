package dev.tocsin.importer.sigma;

import com.google.common.base.Ascii;
import com.google.re2j.Pattern;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.NotSo;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.NumberIs;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
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
    return withRoot(super.of(value, line));
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    return withRoot(super.of(value, line));
  }

  private RuleCondition withRoot(RuleCondition asked) {
    return isMetBy("root", asked) ? RuleCondition.any(asked, new NumberIs(id, "==", "0")) : asked;
  }

  private static boolean isMetBy(String name, RuleCondition asked) {
    return switch (asked) {
      case TextIs is -> isMetBy(is.ignoreCase() ? Ascii.toLowerCase(name) : name, is);
      case TextMatches matches -> Pattern.compile(matches.regex()).matcher(name).find();
      case NotSo not -> !isMetBy(name, not.part());
      default -> false;
    };
  }

  private static boolean isMetBy(String name, TextIs is) {
    String text = is.ignoreCase() ? Ascii.toLowerCase(is.text()) : is.text();
    return switch (is.relation()) {
      case EQUALS -> name.equals(text);
      case STARTS_WITH -> name.startsWith(text);
      case ENDS_WITH -> name.endsWith(text);
      case CONTAINS -> name.contains(text);
    };
  }
}
