package dev.tocsin.engine.compile;

import dev.cel.common.ast.CelExpr;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which texts the expressions of a policy ask of events of one kind. */
final class AskedTexts {
  private final EventKind kind;
  private final Map<String, CheckedExpression> variables;

  /** Tells of a question how it is always answered; null when that depends on the event. */
  private final Function<CelExpr, @Nullable Boolean> decided;

  /** The names of elements where the expression is being read. */
  private final Map<String, Element> elements = new HashMap<>();

  /**
   * What a name stands for in a comprehension.
   *
   * @param constant null: any of the programs of a process
   */
  private record Element(@Nullable KnownText constant) {}

  AskedTexts(
      EventKind kind,
      Map<String, CheckedExpression> variables,
      Function<CelExpr, @Nullable Boolean> decided) {
    this.kind = kind;
    this.variables = variables;
    this.decided = decided;
  }

  /** Reads something in which a name stands for one of all programs. */
  <T> T withProgram(String name, Supplier<T> reading) {
    return with(name, new Element(null), reading);
  }

  /** Reads something in which a name stands for a constant. */
  <T> T withConstant(String name, String value, Supplier<T> reading) {
    return with(name, new Element(new KnownText(value)), reading);
  }

  private <T> T with(String name, Element element, Supplier<T> reading) {
    Element outer = elements.put(name, element);
    T read = reading.get();
    if (outer == null) {
      elements.remove(name);
    } else {
      elements.put(name, outer);
    }
    return read;
  }

  /** Absent for what is no text, or none of which anything is known. */
  @Nullable Asked of(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT -> {
        String constant = KnownTexts.isNumber(expression) ? null : KnownTexts.constant(expression);
        yield constant == null ? null : new KnownText(constant);
      }
      case IDENT -> {
        Element element = elements.get(expression.ident().name());
        yield element == null ? null : element.constant();
      }
      case CALL -> ofCall(expression.call());
      case SELECT -> ofSelect(expression);
      default -> null;
    };
  }

  /** The text, when it is the same for all events. */
  @Nullable String constant(CelExpr expression) {
    return of(expression) instanceof KnownText known ? known.value() : null;
  }

  private @Nullable Asked ofCall(CelExpr.CelCall call) {
    List<CelExpr> operands = call.args();
    return switch (call.function()) {
      case "lowerAscii" -> {
        Asked target = call.target().map(this::of).orElse(null);
        yield target == null ? null : target.inSmallLetters();
      }
      case "find" -> {
        Asked target = call.target().map(this::of).orElse(null);
        yield target == null ? null : target.found();
      }
      case "_+_" -> {
        String first = constant(operands.get(0));
        String second = constant(operands.get(1));
        yield first == null || second == null ? null : new KnownText(first + second);
      }
      case "_?_:_" -> {
        Boolean answer = decided.apply(operands.get(0));
        yield answer == null ? null : of(operands.get(answer ? 1 : 2));
      }
      case "string" -> of(operands.getFirst());
      default -> null;
    };
  }

  private @Nullable Asked ofSelect(CelExpr expression) {
    String path = path(expression);
    if (path.equals("event.kind")) {
      return new KnownText(kind.apiName());
    }
    if (path.startsWith("file.") && !kind.isTraced()) {
      return KnownText.NOTHING;
    }
    if (AskedProgram.isScript(path)) {
      return AskedScript.WHOLE;
    }
    IndexedField field = field(path);
    if (field != null) {
      return isNumber(path)
          ? null
          : field.isAbsentFrom(kind)
              ? new KnownText(field.absent())
              : new AskedText(field, false, false);
    }
    CheckedExpression variable = variable(expression.select());
    return variable == null ? null : of(variable.ast().getExpr());
  }

  /** The field of the index that has what a path leads to; null when there is none. */
  static @Nullable IndexedField field(String path) {
    String indexed = AskedProgram.indexed(path);
    for (IndexedField field : IndexedField.values()) {
      if (field.words().equals(indexed)) {
        return field;
      }
    }
    return null;
  }

  static boolean isNumber(String path) {
    return path.equals(IndexedField.DESTINATION_PORT.words());
  }

  @Nullable CheckedExpression variable(CelExpr.CelSelect select) {
    return !select.testOnly() && isIdent(select.operand(), "variables")
        ? variables.get(select.field())
        : null;
  }

  private static boolean isIdent(CelExpr expression, String name) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expression.ident().name().equals(name);
  }

  /** {@code process.name}, also by way of a variable; {@code ""} for anything but such a path. */
  String path(CelExpr expression) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      return isProgram(expression.ident().name()) ? AskedProgram.ANY : "";
    }
    if (expression.getKind() != CelExpr.ExprKind.Kind.SELECT || expression.select().testOnly()) {
      return "";
    }
    CelExpr.CelSelect select = expression.select();
    CheckedExpression variable = variable(select);
    if (variable != null) {
      return path(variable.ast().getExpr());
    }
    String owner =
        select.operand().getKind() == CelExpr.ExprKind.Kind.IDENT
            ? ident(select.operand().ident().name())
            : path(select.operand());
    return owner.isEmpty() ? "" : owner + "." + select.field();
  }

  private String ident(String name) {
    return isProgram(name) ? AskedProgram.ANY : elements.containsKey(name) ? "" : name;
  }

  private boolean isProgram(String name) {
    Element element = elements.get(name);
    return element != null && element.constant() == null;
  }
}
