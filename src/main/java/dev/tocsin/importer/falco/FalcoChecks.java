package dev.tocsin.importer.falco;

import com.google.common.base.Ascii;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.Always;
import dev.tocsin.importer.RuleCondition.Holds;
import dev.tocsin.importer.RuleCondition.InNetwork;
import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.NumberIs;
import dev.tocsin.importer.RuleCondition.Relation;
import dev.tocsin.importer.RuleCondition.SameText;
import dev.tocsin.importer.RuleCondition.SomeOf;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextIs;
import dev.tocsin.importer.falco.FalcoExpression.Check;
import dev.tocsin.importer.falco.FalcoExpression.Subject;
import dev.tocsin.importer.falco.FalcoField.Form;
import dev.tocsin.importer.falco.FalcoField.OfAge;
import dev.tocsin.importer.falco.FalcoField.OfAncestors;
import dev.tocsin.importer.falco.FalcoField.OfAny;
import dev.tocsin.importer.falco.FalcoField.OfBits;
import dev.tocsin.importer.falco.FalcoField.OfConstant;
import dev.tocsin.importer.falco.FalcoField.OfContainer;
import dev.tocsin.importer.falco.FalcoField.OfEnvironment;
import dev.tocsin.importer.falco.FalcoField.OfFamily;
import dev.tocsin.importer.falco.FalcoField.OfFlag;
import dev.tocsin.importer.falco.FalcoField.OfList;
import dev.tocsin.importer.falco.FalcoField.OfNumber;
import dev.tocsin.importer.falco.FalcoField.OfText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a comparison asks of an event. A field without a value makes it false, whatever it is. */
final class FalcoChecks {
  /** That the process runs in no container. */
  static final RuleCondition ON_HOST =
      new TextIs(new TextField("process.docker"), Relation.EQUALS, "", false);

  /** Ask for the beginning of a text. */
  private static final Set<String> FROM_BEGINNING =
      Set.of("=", "in", "intersects", "startswith", "pmatch");

  private final FalcoFields fields;
  private final int line;

  FalcoChecks(FalcoFields fields, int line) {
    this.fields = fields;
    this.line = line;
  }

  RuleCondition of(Check check) throws NotConvertibleException {
    FalcoField field = transformed(fields.of(check.subject()), check);
    if (!check.other().isEmpty()) {
      return same(check, field);
    }
    if (check.operator().equals("!=")) {
      RuleCondition equal = ask(check, field, "=", List.copyOf(check.values()));
      // Who is not user 0 is not root, whether the agent has names or not.
      return isUserName(field) && check.values().equals(List.of("root"))
          ? RuleCondition.not(equal)
          : RuleCondition.all(present(check, field), RuleCondition.not(equal));
    }
    return check.operator().equals("exists")
        ? present(check, field)
        : ask(check, field, check.operator(), check.values());
  }

  private NotConvertibleException refused(Check check, String reason) {
    return new NotConvertibleException(line, check.subject() + ": " + reason);
  }

  private FalcoField transformed(FalcoField field, Check check) throws NotConvertibleException {
    FalcoField result = field;
    for (String transformer : check.subject().transformers().reversed()) {
      FalcoField made =
          result instanceof OfText text ? new TransformedText(text).by(transformer) : null;
      if (made == null) {
        throw refused(check, "transformer '" + transformer + "' is not supported for it");
      }
      result = made;
    }
    return result;
  }

  private RuleCondition same(Check check, FalcoField field) throws NotConvertibleException {
    FalcoField other = fields.of(Subject.of(check.other()));
    if (!(field instanceof OfText one) || !(other instanceof OfText two)) {
      throw refused(check, "val() of what is no text");
    }
    RuleCondition equal =
        switch (check.operator()) {
          case "=", "!=" -> new SameText(one.field(), Relation.EQUALS, two.field(), false);
          case "startswith" -> new SameText(one.field(), Relation.STARTS_WITH, two.field(), false);
          case "endswith" -> new SameText(one.field(), Relation.ENDS_WITH, two.field(), false);
          case "contains" -> new SameText(one.field(), Relation.CONTAINS, two.field(), false);
          default -> throw refused(check, "val() with operator '" + check.operator() + "'");
        };
    return check.operator().equals("!=")
        ? RuleCondition.all(present(check, one), present(check, two), RuleCondition.not(equal))
        : guarded(one, guarded(two, equal));
  }

  private RuleCondition present(Check check, FalcoField field) throws NotConvertibleException {
    return switch (field) {
      case OfText text ->
          text.always()
              ? text.guard().isEmpty() ? RuleCondition.TRUE : new Holds(text.guard())
              : RuleCondition.not(new TextIs(text.field(), Relation.EQUALS, "", false));
      case OfNumber number ->
          number.field().present().isEmpty()
              ? RuleCondition.TRUE
              : new Holds(number.field().present());
      case OfAny any -> {
        List<RuleCondition> parts = new ArrayList<>();
        for (FalcoField each : any.fields()) {
          parts.add(present(check, each));
        }
        yield RuleCondition.any(parts);
      }
      case OfConstant constant -> new Always(!constant.values().isEmpty());
      case OfFlag flag -> RuleCondition.TRUE;
      case OfFamily family -> RuleCondition.TRUE;
      case OfAge age -> RuleCondition.TRUE;
      case OfContainer container ->
          check.operator().equals("exists") ? RuleCondition.not(ON_HOST) : RuleCondition.TRUE;
      case OfBits bits -> RuleCondition.TRUE;
      case OfList list -> new Holds("size(" + list.expression() + ") > 0");
      case OfAncestors ancestors -> present(check, ancestors.parent());
      case OfEnvironment environment ->
          environment.name().isEmpty()
              ? new Holds("size(process.environment_variables) > 0")
              : variable(environment, RuleCondition.TRUE);
    };
  }

  private static RuleCondition guarded(OfText text, RuleCondition condition) {
    return text.guard().isEmpty()
        ? condition
        : RuleCondition.all(new Holds(text.guard()), condition);
  }

  private static RuleCondition variable(OfEnvironment environment, RuleCondition value) {
    return new SomeOf(
        "process.environment_variables",
        "e",
        RuleCondition.all(
            new TextIs(new TextField("e.key"), Relation.EQUALS, environment.name(), false), value));
  }

  private RuleCondition ask(Check check, FalcoField field, String operator, List<String> values)
      throws NotConvertibleException {
    if (field instanceof OfFamily family && values.containsAll(family.words())) {
      return RuleCondition.TRUE;
    }
    List<RuleCondition> alternatives = new ArrayList<>();
    for (String value : values) {
      alternatives.add(ask(check, field, operator, value));
    }
    return check.quantifier().equals("allof")
        ? RuleCondition.all(alternatives)
        : alternatives.isEmpty() ? RuleCondition.FALSE : RuleCondition.any(alternatives);
  }

  private RuleCondition ask(Check check, FalcoField field, String operator, String value)
      throws NotConvertibleException {
    return switch (field) {
      case OfText text -> guarded(text, text(check, text, operator, value));
      case OfNumber number -> number(check, number, operator, value);
      case OfAny any -> {
        List<RuleCondition> parts = new ArrayList<>();
        for (FalcoField each : any.fields()) {
          parts.add(ask(check, each, operator, value));
        }
        yield RuleCondition.any(parts);
      }
      case OfConstant constant ->
          new Always(
              constant
                  .answer(operator, value)
                  .orElseThrow(
                      () -> refused(check, "operator '" + operator + "' is not supported")));
      case OfFlag flag -> {
        if (!Set.of("=", "in").contains(operator) || !Set.of("true", "false").contains(value)) {
          throw refused(check, "is only true or false");
        }
        yield value.equals("true")
            ? new Holds(flag.expression())
            : RuleCondition.not(new Holds(flag.expression()));
      }
      case OfFamily family -> {
        if (!Set.of("=", "in").contains(operator)) {
          throw refused(check, "operator '" + operator + "' is not supported");
        }
        RuleCondition six =
            new TextIs(new TextField("connection.destinationIP"), Relation.CONTAINS, ":", false);
        yield value.equals(family.six())
            ? six
            : value.equals(family.four()) ? RuleCondition.not(six) : RuleCondition.FALSE;
      }
      case OfList list -> capability(check, list, operator, value);
      case OfAncestors ancestors ->
          RuleCondition.any(
              text(check, ancestors.parent(), operator, value),
              new SomeOf("ancestors", "a", text(check, ancestors.each(), operator, value)));
      case OfEnvironment environment ->
          environment.name().isEmpty()
              ? new SomeOf(
                  "process.environment_variables",
                  "e",
                  text(check, whole("(e.key + '=' + e.value)"), operator, value))
              : variable(environment, text(check, whole("e.value"), operator, value));
      case OfAge age -> age(check, operator, value);
      case OfContainer container -> {
        if (value.equals("host") && Set.of("=", "in").contains(operator)) {
          yield ON_HOST;
        }
        throw refused(check, "can only be compared with host");
      }
      case OfBits bits -> bits(check, bits, operator, value);
    };
  }

  /** Falco has the capabilities in one text: a part of a name is found in several. */
  private RuleCondition capability(Check check, OfList list, String operator, String value)
      throws NotConvertibleException {
    if (!Set.of("contains", "icontains").contains(operator)) {
      throw refused(check, "operator '" + operator + "' is not supported");
    }
    String upper = operator.equals("icontains") ? Ascii.toUpperCase(value) : value;
    if (upper.equals("CAP_DAC_OVERRIDE")) {
      return new Holds("'DAC_OVERRIDE' in " + list.expression());
    }
    return new SomeOf(
        list.expression(), "c", new TextIs(new TextField("c"), Relation.CONTAINS, upper, false));
  }

  private static OfText whole(String expression) {
    return new OfText(new TextField(expression), Form.PLAIN, "", true);
  }

  private RuleCondition age(Check check, String operator, String value)
      throws NotConvertibleException {
    if (!Set.of("<", "<=", ">", ">=").contains(operator) || !value.matches("[0-9]{1,18}")) {
      throw refused(check, "can only be compared as a number of nanoseconds");
    }
    return new Holds(
        "(event.time - process.start_time "
            + operator
            + " duration('"
            + FalcoValues.duration(value)
            + "'))");
  }

  private RuleCondition bits(Check check, OfBits bits, String operator, String value)
      throws NotConvertibleException {
    Long bit = bits.bits().get(value);
    if (bit == null || !operator.equals("contains")) {
      throw refused(check, "'" + operator + " " + value + "' is not supported");
    }
    return new Holds("(" + bits.expression() + " / " + bit + " % 2 == 1)");
  }

  private RuleCondition number(Check check, OfNumber number, String operator, String value)
      throws NotConvertibleException {
    Long word = number.words().get(value);
    String operand = word == null ? value : String.valueOf(word);
    if (!operand.matches("-?[0-9]{1,18}")) {
      throw refused(check, "'" + value + "' is no number that is known here");
    }
    String comparison =
        switch (operator) {
          case "=", "in", "intersects" -> "==";
          case "contains" -> {
            if (word == null) {
              throw refused(check, "operator 'contains' of a number");
            }
            yield "==";
          }
          case "<", "<=", ">", ">=" -> operator;
          default -> throw refused(check, "operator '" + operator + "' of a number");
        };
    RuleCondition asked = new NumberIs(number.field(), comparison, operand);
    Long unset = number.words().get("-1");
    if (unset == null || comparison.equals("==")) {
      return asked;
    }
    RuleCondition isUnset = new NumberIs(number.field(), "==", String.valueOf(unset));
    return comparison.startsWith(">")
        ? RuleCondition.all(
            new NumberIs(number.field(), comparison, value), RuleCondition.not(isUnset))
        : RuleCondition.any(new NumberIs(number.field(), comparison, value), isUnset);
  }

  private RuleCondition text(Check check, OfText text, String operator, String value)
      throws NotConvertibleException {
    FalcoValues values = new FalcoValues(check.subject(), line);
    boolean address = text.field().expression().startsWith("connection.");
    if (address && (check.subject().field().endsWith("net") || value.indexOf('/') >= 0)) {
      return new InNetwork(text.field(), values.network(value));
    }
    if (text.form() == Form.TYPED && FROM_BEGINNING.contains(operator) && value.indexOf('/') > 0) {
      fields.notes().add(check.subject() + ": a path as it was typed, never met here: " + value);
      return RuleCondition.FALSE;
    }
    TextRelations relations = new TextRelations(text, fields.notes());
    return switch (operator) {
      case "=", "in", "intersects" ->
          // an empty text is one that is not there, which nothing is equal to
          value.isEmpty() && !text.always() ? RuleCondition.FALSE : equal(text, relations, value);
      case "startswith" -> relations.startsWith(value);
      case "bstartswith" -> relations.startsWith(values.text(value));
      case "endswith" -> relations.endsWith(value);
      case "contains" -> relations.contains(value, false);
      case "bcontains" -> relations.contains(values.text(value), false);
      case "icontains" -> relations.contains(value, true);
      case "glob" -> relations.matches("(?s)^" + FalcoValues.glob(value) + "$", check, line);
      case "iglob" -> relations.matches("(?is)^" + FalcoValues.glob(value) + "$", check, line);
      case "regex" -> relations.matches("^(?:" + values.regex(value) + ")$", check, line);
      case "pmatch" -> {
        if (value.matches(".*[*?\\[].*")) {
          throw refused(check, "pmatch with wildcards");
        }
        String folder = value.replaceFirst("/+$", "");
        RuleCondition below = relations.startsWith(folder + "/");
        yield folder.isEmpty() ? below : RuleCondition.any(relations.equal(folder), below);
      }
      default -> throw refused(check, "operator '" + operator + "' is not supported");
    };
  }

  private static boolean isUserName(FalcoField field) {
    return field instanceof OfText text && text.field().expression().equals("process.user.name");
  }

  /** Root is user 0 as well, whose name the agent may not have. */
  private static RuleCondition equal(OfText text, TextRelations relations, String value) {
    RuleCondition equal = relations.equal(value);
    return value.equals("root") && isUserName(text)
        ? RuleCondition.any(
            equal, new NumberIs(new NumberField("process.uid", "has(process.uid)"), "==", "0"))
        : equal;
  }
}
