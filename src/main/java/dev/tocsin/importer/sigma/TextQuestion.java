package dev.tocsin.importer.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.InNetwork;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.SameText;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.RuleCondition.TextMatches;
import dev.tocsin.importer.sigma.SigmaField.OfCommandLine;
import dev.tocsin.importer.sigma.SigmaField.OfFolder;
import dev.tocsin.importer.sigma.SigmaField.OfProgramName;
import dev.tocsin.importer.sigma.SigmaField.OfText;
import dev.tocsin.importer.sigma.SigmaField.OfUser;
import java.net.InetAddress;
import java.util.Map;

/** Asks a text. */
class TextQuestion implements FieldQuestion {
  private static final Map<String, String> OPERATORS =
      Map.of("lt", "<", "lte", "<=", "gt", ">", "gte", ">=");

  private final TextField field;
  private final FieldKey key;
  private final FieldModifiers modifiers;

  TextQuestion(TextField field, FieldKey key, FieldModifiers modifiers) {
    this.field = field;
    this.key = key;
    this.modifiers = modifiers;
  }

  final TextField field() {
    return field;
  }

  final boolean isCased() {
    return modifiers.cased();
  }

  @Override
  public final RuleCondition absent() {
    return new TextIs(field, Relation.EQUALS, "", false);
  }

  @Override
  public RuleCondition of(SigmaText value, int line) throws NotConvertibleException {
    return value.asked(field, modifiers.cased());
  }

  @Override
  public RuleCondition of(String value, int line) throws NotConvertibleException {
    return switch (modifiers.kind()) {
      case REGEX -> new TextMatches(field, regex(value, modifiers.flags(), key, line));
      case NETWORK -> new InNetwork(field, network(value, key, line));
      case NUMBER ->
          new Holds(
              "(%1$s.matches('^-?[0-9]{1,18}$') && int(%1$s) %2$s %3$s)"
                  .formatted(
                      field.expression(),
                      operator(modifiers.relation()),
                      number(value, key, line)));
      default ->
          throw new NotConvertibleException(
              line, key.field() + ": modifier '" + modifiers.relation() + "' of a text");
    };
  }

  @Override
  public final RuleCondition sameAs(SigmaField other, int line) throws NotConvertibleException {
    TextField text =
        switch (other) {
          case OfText same -> same.field();
          case OfCommandLine command -> command.field();
          case OfFolder folder -> folder.field();
          case OfUser user -> user.field();
          case OfProgramName name -> name.name();
          default ->
              throw new NotConvertibleException(
                  line, key.field() + ": fieldref to a field that is no text");
        };
    return new SameText(field, Relation.EQUALS, text, !modifiers.cased());
  }

  /** The regular expression with its flags, when RE2 has it. */
  static String regex(String value, String flags, FieldKey key, int line)
      throws NotConvertibleException {
    String regex = flags.isEmpty() ? value : "(?" + flags + ")" + value;
    try {
      Pattern.compile(regex);
      return regex;
    } catch (PatternSyntaxException e) {
      throw new NotConvertibleException(
          line,
          key.field()
              + ": modifier 're': RE2 does not have '"
              + e.getPattern()
              + "': "
              + e.getDescription());
    }
  }

  /** The network with the length of its prefix. */
  static String network(String value, FieldKey key, int line) throws NotConvertibleException {
    int slash = value.indexOf('/');
    String address = slash < 0 ? value : value.substring(0, slash);
    try {
      int bits = InetAddress.ofLiteral(address).getAddress().length * 8;
      int length = slash < 0 ? bits : Integer.parseInt(value.substring(slash + 1));
      boolean whole = address.indexOf(':') >= 0 || address.matches("[0-9]+(\\.[0-9]+){3}");
      if (whole && length >= 0 && length <= bits) {
        return address + "/" + length;
      }
    } catch (IllegalArgumentException e) {
      throw new NotConvertibleException(
          line, key.field() + ": '" + value + "' is no network: " + e.getMessage());
    }
    throw new NotConvertibleException(line, key.field() + ": '" + value + "' is no network");
  }

  static String number(String value, FieldKey key, int line) throws NotConvertibleException {
    if (!value.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")) {
      throw new NotConvertibleException(line, key.field() + ": '" + value + "' is no number");
    }
    return value;
  }

  /** Of CEL. */
  static String operator(String relation) {
    return OPERATORS.getOrDefault(relation, "==");
  }
}
