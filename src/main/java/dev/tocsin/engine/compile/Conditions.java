package dev.tocsin.engine.compile;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.tocsin.command.ProgramNames;
import dev.tocsin.engine.Policy;
import dev.tocsin.engine.index.Admission;
import dev.tocsin.engine.index.Condition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.Quantifier;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a policy ask of an event, as far as the index can look it up.
 *
 * <p>An event that does not meet the condition is one for which the expression is false: not one
 * for which it fails. That rests on how the language treats errors: {@code false && error} is
 * false, whichever comes first, and fields of the index never fail. So the index changes neither
 * matches nor errors, only what they cost; what the language leaves open is not indexed.
 *
 * <p>Each kind has a condition of its own, because the kind decides part of an expression: events
 * of programs that start have no function, and so on.
 */
final class Conditions {
  private static final Sides UNKNOWN = new Sides(Condition.ALWAYS, Condition.ALWAYS);
  private static final Sides TRUE = new Sides(Condition.ALWAYS, Condition.NEVER);
  private static final Sides FALSE = new Sides(Condition.NEVER, Condition.ALWAYS);

  private final EventKind kind;
  private final Map<String, CheckedExpression> variables;
  private final KnownTexts constants;
  private final Map<String, Sides> known = new HashMap<>();

  /** What stands for an element of a list of programs where the expression is being read. */
  private final Set<String> programs = new HashSet<>();

  private Conditions(
      EventKind kind, Map<String, CheckedExpression> variables, Map<String, List<String>> lists) {
    this.kind = kind;
    this.variables = variables;
    this.constants = new KnownTexts(lists);
  }

  /**
   * @param holds what must be for the expression to be anything but false
   * @param fails what must be for the expression to be anything but true
   */
  private record Sides(Condition holds, Condition fails) {
    Sides not() {
      return new Sides(fails, holds);
    }

    Sides and(Sides other) {
      return new Sides(holds.and(other.holds), fails.or(other.fails));
    }

    Sides or(Sides other) {
      return new Sides(holds.or(other.holds), fails.and(other.fails));
    }
  }

  /**
   * By wire kind, of which there are those that can come to the policy.
   *
   * @param texts the expressions that compiled, by the field they stand in
   * @param variables those of the policy, by name
   * @param lists those of the policy, by name
   */
  static Map<EventKind, Condition> of(
      Policy policy,
      Map<String, CheckedExpression> texts,
      Map<String, CheckedExpression> variables,
      Map<String, List<String>> lists) {
    Map<EventKind, Condition> conditions = new EnumMap<>(EventKind.class);
    List<Policy.Window.Step> steps = policy.window() == null ? List.of() : policy.window().steps();
    Set<EventKind> kinds = EnumSet.copyOf(policy.events());
    steps.forEach(step -> kinds.addAll(step.events()));
    for (EventKind kind : EventKind.values()) {
      if (Admission.of(kind, kinds) != null) {
        Conditions reader = new Conditions(kind, variables, lists);
        CheckedExpression match = texts.get("spec.match");
        conditions.put(
            kind, match == null ? reader.ofSteps(policy, steps, texts) : reader.of(match));
      }
    }
    return conditions;
  }

  /**
   * Of a policy without a {@code match}. Beside one they count for nothing: it is evaluated before
   * them, and may fail where they are false.
   */
  private Condition ofSteps(
      Policy policy, List<Policy.Window.Step> steps, Map<String, CheckedExpression> texts) {
    Condition any = Condition.NEVER;
    for (int i = 0; i < steps.size(); i++) {
      Set<EventKind> own = steps.get(i).events();
      if (Admission.of(kind, own.isEmpty() ? policy.events() : own) != null) {
        any = any.or(of(texts.get("spec.window.steps[" + i + "].match")));
      }
    }
    return any;
  }

  private Condition of(@Nullable CheckedExpression expression) {
    return expression == null ? Condition.ALWAYS : sides(expression.ast().getExpr()).holds();
  }

  private Sides sides(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT ->
          expression.constant().getKind() != CelConstant.Kind.BOOLEAN_VALUE
              ? UNKNOWN
              : expression.constant().booleanValue() ? TRUE : FALSE;
      case SELECT -> ofSelect(expression);
      case CALL -> ofCall(expression.call());
      case COMPREHENSION -> ofComprehension(expression.comprehension());
      default -> UNKNOWN;
    };
  }

  /** A variable, once however often it is used; or a fact of a program. */
  private Sides ofSelect(CelExpr expression) {
    CelExpr.CelSelect select = expression.select();
    CheckedExpression variable = variable(select);
    if (variable == null) {
      Set<String> names = AskedProgram.having(select.field());
      return names == null || select.testOnly()
          ? UNKNOWN
          : notWithout(AskedProgram.nameOf(path(select.operand())), names);
    }
    Sides sides = known.get(select.field());
    if (sides == null) {
      sides = sides(variable.ast().getExpr());
      known.put(select.field(), sides);
    }
    return sides;
  }

  /** An event of which no element can make it true does not make {@code exists} true. */
  private Sides ofComprehension(CelExpr.CelComprehension comprehension) {
    Quantifier quantifier = Quantifier.of(comprehension).orElse(null);
    String element = comprehension.iterVar();
    if (quantifier == null || !quantifier.decisive()) {
      return UNKNOWN;
    }
    String list = path(comprehension.iterRange());
    Optional<String> writer = AskedProgram.writing(list);
    if (writer.isPresent()) {
      return notWithout(AskedProgram.nameOf(writer.get()), ProgramNames.WRITING);
    }
    if (!AskedProgram.LISTS.contains(list) || Environment.hasVariable(element)) {
      return UNKNOWN;
    }
    boolean added = programs.add(element);
    Sides each = sides(quantifier.predicate());
    if (added) {
      programs.remove(element);
    }
    return new Sides(each.holds(), Condition.ALWAYS);
  }

  private @Nullable CheckedExpression variable(CelExpr.CelSelect select) {
    return !select.testOnly() && isIdent(select.operand(), "variables")
        ? variables.get(select.field())
        : null;
  }

  private static boolean isIdent(CelExpr expression, String name) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expression.ident().name().equals(name);
  }

  private Sides ofCall(CelExpr.CelCall call) {
    List<CelExpr> operands = call.args();
    return switch (call.function()) {
      case "_&&_" -> operands.stream().map(this::sides).reduce(Sides::and).orElse(UNKNOWN);
      case "_||_" -> operands.stream().map(this::sides).reduce(Sides::or).orElse(UNKNOWN);
      case "!_" -> sides(operands.getFirst()).not();
      case "_?_:_" ->
          choice(sides(operands.get(0)), sides(operands.get(1)), sides(operands.get(2)));
      case "_==_" -> equal(operands.get(0), operands.get(1));
      case "_!=_" -> equal(operands.get(0), operands.get(1)).not();
      case "@in" -> in(operands.get(0), operands.get(1));
      case "_>_" -> constants.haveValues(call) ? TRUE : constants.haveNone(call) ? FALSE : UNKNOWN;
      case "startsWith", "endsWith", "contains", "matches" -> question(call);
      case "isAnyOf" -> isAnyOf(call);
      case "runsOutputOf" -> runsOutputOf(call);
      default -> UNKNOWN;
    };
  }

  /** The question may fail, so an answer counts only where the question is known. */
  private static Sides choice(Sides question, Sides yes, Sides no) {
    return new Sides(
        question.holds().or(no.holds()).and(question.fails().or(yes.holds())),
        question.holds().or(no.fails()).and(question.fails().or(yes.fails())));
  }

  private Sides equal(CelExpr one, CelExpr other) {
    String value = KnownTexts.constant(other);
    return value != null
        ? oneOf(one, List.of(value), other)
        : KnownTexts.constant(one) instanceof String first
            ? oneOf(other, List.of(first), one)
            : UNKNOWN;
  }

  private Sides in(CelExpr element, CelExpr list) {
    List<String> values = constants.named(list);
    if (values != null) {
      return isNumber(path(element)) ? UNKNOWN : oneOf(element, values);
    }
    List<String> written = constants.all(list);
    boolean number = isNumber(path(element));
    return written == null
            || list.list().elements().stream().anyMatch(each -> number != KnownTexts.isNumber(each))
        ? UNKNOWN
        : oneOf(element, written);
  }

  private Sides isAnyOf(CelExpr.CelCall call) {
    List<String> patterns = constants.all(call.args().getFirst());
    String program = call.target().map(this::path).orElse("");
    return patterns == null
        ? UNKNOWN
        : notWithout(AskedProgram.nameOf(program), ProgramNames.of(patterns));
  }

  private Sides runsOutputOf(CelExpr.CelCall call) {
    String shell = call.target().map(this::path).orElse("");
    return shell.equals("process.shell")
        ? notWithout(
            AskedProgram.ANY_NAME, AskedProgram.puttingOut(constants.all(call.args().getFirst())))
        : UNKNOWN;
  }

  /** False without one of the values; with it, it may be either. */
  private Sides notWithout(String path, Collection<String> values) {
    return new Sides(oneOf(path, values).holds(), Condition.ALWAYS);
  }

  private Sides oneOf(CelExpr field, List<String> values, CelExpr value) {
    return isNumber(path(field)) == KnownTexts.isNumber(value) ? oneOf(field, values) : UNKNOWN;
  }

  private Sides oneOf(CelExpr field, Collection<String> values) {
    AskedText text = text(field);
    return text != null && text.lowered()
        ? possible(text, text.having(values)) // the index looks nothing up in small letters
        : oneOf(path(field), values);
  }

  private Sides oneOf(String path, Collection<String> values) {
    if (path.equals("event.kind")) {
      return values.contains(kind.apiName()) ? TRUE : FALSE;
    }
    for (IndexedField field : IndexedField.values()) {
      if (field.words().equals(path)) {
        return sides(field, values);
      }
    }
    return UNKNOWN;
  }

  private Sides sides(IndexedField field, Collection<String> values) {
    return field.isAbsentFrom(kind)
        ? values.contains(field.absent()) ? TRUE : FALSE
        : new Sides(Condition.of(field, values), Condition.ALWAYS);
  }

  private Sides question(CelExpr.CelCall call) {
    AskedText text = call.target().map(this::text).orElse(null);
    String constant = KnownTexts.constant(call.args().getFirst());
    return text == null || constant == null
        ? UNKNOWN
        : possible(text, text.question(call.function(), constant));
  }

  /** If the condition is not met, it is false; else it may be. */
  private Sides possible(AskedText text, Condition condition) {
    boolean never =
        text.field().isAbsentFrom(kind)
            && condition.keys().stream().noneMatch(key -> key.value().isEmpty());
    return new Sides(never && !condition.always() ? Condition.NEVER : condition, Condition.ALWAYS);
  }

  /** A field of the index, as it is or in small letters; absent for anything else. */
  private @Nullable AskedText text(CelExpr expression) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.CALL
        && expression.call().function().equals("lowerAscii")) {
      AskedText inner = expression.call().target().map(this::text).orElse(null);
      return inner == null ? null : new AskedText(inner.field(), true);
    }
    String path = path(expression);
    for (IndexedField field : IndexedField.values()) {
      if (field.words().equals(path) && !isNumber(path)) {
        return new AskedText(field, false);
      }
    }
    CheckedExpression variable =
        expression.getKind() == CelExpr.ExprKind.Kind.SELECT ? variable(expression.select()) : null;
    return variable == null ? null : text(variable.ast().getExpr());
  }

  /** {@code process.name}, also by way of a variable; {@code ""} for anything but such a path. */
  private String path(CelExpr expression) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      return programs.contains(expression.ident().name()) ? AskedProgram.ANY : "";
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
    return programs.contains(name) ? AskedProgram.ANY : name;
  }

  private static boolean isNumber(String path) {
    return path.equals(IndexedField.DESTINATION_PORT.words());
  }
}
