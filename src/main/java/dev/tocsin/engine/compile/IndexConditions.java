package dev.tocsin.engine.compile;

import dev.tocsin.command.ProgramNames;
import dev.tocsin.engine.index.Admission;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.CommandSchema;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.AnyTextTest;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Quantifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
final class IndexConditions {
  /** More values than these of a list are not gone through. */
  private static final int MOST_VALUES = 64;

  private final EventKind kind;
  private final AskedTexts texts;
  private final KnownTexts constants;
  private final Map<String, Sides> known = new HashMap<>();

  private IndexConditions(
      EventKind kind, Map<String, CheckedExpression> variables, Map<String, List<String>> lists) {
    this.kind = kind;
    this.texts = new AskedTexts(kind, variables, this::decided);
    this.constants = new KnownTexts(lists);
  }

  /**
   * By wire kind, of which there are those that can come to the policy.
   *
   * @param texts the expressions that compiled, by the field they stand in
   * @param variables those of the policy, by name
   * @param lists those of the policy, by name
   */
  static Map<EventKind, IndexCondition> of(
      Policy policy,
      Map<String, CheckedExpression> texts,
      Map<String, CheckedExpression> variables,
      Map<String, List<String>> lists) {
    Map<EventKind, IndexCondition> conditions = new EnumMap<>(EventKind.class);
    List<Policy.Window.Step> steps = policy.window() == null ? List.of() : policy.window().steps();
    Set<EventKind> kinds = EnumSet.copyOf(policy.events());
    steps.forEach(step -> kinds.addAll(step.events()));
    for (EventKind kind : EventKind.values()) {
      if (Admission.of(kind, kinds) != null) {
        IndexConditions reader = new IndexConditions(kind, variables, lists);
        CheckedExpression match = texts.get("spec.match");
        conditions.put(
            kind, match == null ? reader.ofSteps(policy, steps, texts) : reader.of(match));
      }
    }
    return conditions;
  }

  /** Of one expression that uses no variables of a policy. */
  static IndexCondition of(
      EventKind wireKind, CheckedExpression expression, Map<String, List<String>> lists) {
    return new IndexConditions(wireKind, Map.of(), lists).of(expression);
  }

  /**
   * Of a policy without a {@code match}. Beside one they count for nothing: it is evaluated before
   * them, and may fail where they are false.
   */
  private IndexCondition ofSteps(
      Policy policy, List<Policy.Window.Step> steps, Map<String, CheckedExpression> texts) {
    IndexCondition any = IndexCondition.NEVER;
    for (int i = 0; i < steps.size(); i++) {
      Set<EventKind> own = steps.get(i).events();
      if (Admission.of(kind, own.isEmpty() ? policy.events() : own) != null) {
        any = any.or(of(texts.get("spec.window.steps[" + i + "].match")));
      }
    }
    return any;
  }

  private IndexCondition of(@Nullable CheckedExpression expression) {
    return expression == null ? IndexCondition.ALWAYS : sides(expression.tree()).holds();
  }

  private Sides sides(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant ->
          constant.value() instanceof Boolean value ? Sides.of(value) : Sides.UNKNOWN;
      case ExpressionNode.Field field -> ofField(field);
      case ExpressionNode.Has has -> ofPresence(texts.path(has.object()) + ".");
      case ExpressionNode.And and -> sides(and.left()).and(sides(and.right()));
      case ExpressionNode.Or or -> sides(or.left()).or(sides(or.right()));
      case ExpressionNode.Not not -> sides(not.operand()).not();
      case ExpressionNode.Choice choice ->
          sides(choice.condition()).choice(sides(choice.then()), sides(choice.otherwise()));
      case ExpressionNode.Compare compare -> ofComparison(compare);
      case ExpressionNode.Member member -> in(member.element(), member.container());
      case ExpressionNode.TextTest test -> question(test);
      case ExpressionNode.Call call -> ofCall(call);
      case ExpressionNode.Loop loop -> ofLoop(loop);
      case ExpressionNode.Name name -> Sides.UNKNOWN;
      case ExpressionNode.Index index -> Sides.UNKNOWN;
      case ExpressionNode.ListOf list -> Sides.UNKNOWN;
      case ExpressionNode.MapOf map -> Sides.UNKNOWN;
      case ExpressionNode.Made made -> Sides.UNKNOWN;
    };
  }

  private @Nullable Boolean decided(ExpressionNode question) {
    Sides sides = sides(question);
    return sides.isAlwaysFalse() ? Boolean.FALSE : sides.isAlwaysTrue() ? Boolean.TRUE : null;
  }

  /** A variable, once however often it is used; or a fact of a program. */
  private Sides ofField(ExpressionNode.Field field) {
    CheckedExpression variable = texts.variable(field);
    if (variable == null) {
      Set<String> names = CommandSchema.namesWith(field.name());
      return names == null ? Sides.UNKNOWN : hasName(texts.path(field.object()), names);
    }
    Sides sides = known.get(field.name());
    if (sides == null) {
      sides = sides(variable.tree());
      known.put(field.name(), sides);
    }
    return sides;
  }

  /** What is in a message is not there without the message. */
  private Sides ofPresence(String owner) {
    return owner.startsWith(IndexedField.BINARY_PROPERTIES.words() + ".")
        ? Sides.notWithout(
            IndexCondition.of(IndexedField.BINARY_PROPERTIES, List.of(IndexedField.PRESENT)))
        : Sides.UNKNOWN;
  }

  private Sides ofLoop(ExpressionNode.Loop loop) {
    Quantifier quantifier = loop.quantifier().orElse(null);
    String element = loop.variable();
    if (quantifier == null) {
      return Sides.UNKNOWN;
    }
    List<String> values = constants.all(loop.range());
    if (values != null) {
      return values.size() > MOST_VALUES || Environment.hasVariable(element)
          ? Sides.UNKNOWN
          : ofEach(values, element, quantifier);
    }
    String list = texts.path(loop.range());
    if (!quantifier.decisive()) {
      return Sides.UNKNOWN;
    }
    Optional<String> writer = AskedProgram.writing(list);
    if (writer.isPresent()) {
      Sides names = writes(writer.get());
      return names.equals(Sides.UNKNOWN) || Environment.hasVariable(element)
          ? names
          : names.and(ofWritten(element, quantifier.predicate()));
    }
    if (!AskedProgram.LISTS.contains(list) || Environment.hasVariable(element)) {
      return Sides.UNKNOWN;
    }
    return texts.withProgram(
        element, () -> Sides.notWithout(sides(quantifier.predicate()).holds()));
  }

  /** Of known values: as if the predicate were written once for each. */
  private Sides ofEach(List<String> values, String element, Quantifier quantifier) {
    Sides all = Sides.of(!quantifier.decisive());
    for (String value : values) {
      Sides one =
          texts.withText(element, new KnownText(value), () -> sides(quantifier.predicate()));
      all = quantifier.decisive() ? all.or(one) : all.and(one);
    }
    return all;
  }

  /** Of a file that one of all programs writes. */
  private Sides ofWritten(String file, ExpressionNode predicate) {
    return texts.withText(
        file,
        new AskedText(IndexedField.COMMAND_WRITES, false, false),
        () -> Sides.notWithout(sides(predicate).holds()));
  }

  private static Sides writes(String program) {
    return hasName(program, ProgramNames.WRITING);
  }

  private Sides ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "isAnyOf" -> isAnyOf(call);
      case "runsOutputOf" -> runsOutputOf(call);
      default -> AnyTextTest.of(call).map(this::ofAnyText).orElse(Sides.UNKNOWN);
    };
  }

  /** As if each text were asked for by itself, however many they are. */
  private Sides ofAnyText(AnyTextTest any) {
    List<String> values = constants.all(any.list());
    Asked asked = texts.of(any.subject());
    if (values == null || asked == null) {
      return Sides.UNKNOWN;
    }
    Sides sides = Sides.of(false);
    for (String value : any.compared(values)) {
      sides = sides.or(asked.question(any.test(), value));
    }
    return sides;
  }

  private Sides ofComparison(ExpressionNode.Compare compare) {
    return switch (compare.sign()) {
      case EQUAL -> equal(compare.left(), compare.right());
      case NOT_EQUAL -> equal(compare.left(), compare.right()).not();
      case GREATER -> isNotEmpty(compare);
      case LESS, LESS_OR_EQUAL, GREATER_OR_EQUAL -> Sides.UNKNOWN;
    };
  }

  /** {@code size(LIST) > 0}. */
  private Sides isNotEmpty(ExpressionNode.Compare comparison) {
    ExpressionNode list = KnownTexts.sized(comparison);
    if (list == null) {
      return Sides.UNKNOWN;
    }
    List<String> values = constants.named(list);
    return values != null
        ? Sides.of(!values.isEmpty())
        : AskedProgram.writing(texts.path(list)).map(IndexConditions::writes).orElse(Sides.UNKNOWN);
  }

  private Sides equal(ExpressionNode one, ExpressionNode other) {
    Sides sides = oneOf(one, List.of(other));
    return sides.equals(Sides.UNKNOWN) ? oneOf(other, List.of(one)) : sides;
  }

  private Sides in(ExpressionNode element, ExpressionNode container) {
    List<String> values = constants.named(container);
    if (values != null) {
      Asked asked = texts.of(element);
      return asked == null ? Sides.UNKNOWN : asked.isOneOf(values);
    }
    return container instanceof ExpressionNode.ListOf list && !list.optional()
        ? oneOf(element, list.elements())
        : Sides.UNKNOWN;
  }

  /** Of whether it is one of what has to be constants. */
  private Sides oneOf(ExpressionNode element, List<ExpressionNode> values) {
    if (AskedTexts.isNumber(texts.path(element))) {
      return values.stream().allMatch(value -> value.number() != null)
          ? isPort(values.stream().map(KnownTexts::constant).map(Objects::requireNonNull).toList())
          : Sides.UNKNOWN;
    }
    Asked asked = texts.of(element);
    if (asked == null) {
      return Sides.UNKNOWN;
    }
    List<String> constants = new ArrayList<>();
    for (ExpressionNode value : values) {
      String constant = texts.constant(value);
      if (constant == null) {
        return Sides.UNKNOWN;
      }
      constants.add(constant);
    }
    return asked.isOneOf(constants);
  }

  private Sides isPort(List<String> ports) {
    IndexedField port = IndexedField.DESTINATION_PORT;
    return port.isAbsentFrom(kind)
        ? Sides.of(ports.contains(port.absent()))
        : Sides.notWithout(IndexCondition.of(port, ports));
  }

  private Sides isAnyOf(ExpressionNode.Call call) {
    List<String> patterns = constants.all(call.arguments().getFirst());
    return patterns == null
        ? Sides.UNKNOWN
        : hasName(call.target().map(texts::path).orElse(""), ProgramNames.of(patterns));
  }

  private Sides runsOutputOf(ExpressionNode.Call call) {
    String shell = call.target().map(texts::path).orElse("");
    return shell.equals("process.shell")
        ? hasName(
            AskedProgram.ANY, AskedProgram.puttingOut(constants.all(call.arguments().getFirst())))
        : Sides.UNKNOWN;
  }

  /** Of what is false for a program without one of the names. */
  private static Sides hasName(String program, Collection<String> names) {
    IndexedField field = AskedTexts.field(AskedProgram.nameOf(program));
    return field == null ? Sides.UNKNOWN : Sides.notWithout(IndexCondition.of(field, names));
  }

  private Sides question(ExpressionNode.TextTest test) {
    Asked asked = texts.of(test.subject());
    String constant = texts.constant(test.part());
    return asked == null || constant == null
        ? Sides.UNKNOWN
        : asked.question(test.test(), constant);
  }
}
