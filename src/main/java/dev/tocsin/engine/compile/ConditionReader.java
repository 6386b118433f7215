package dev.tocsin.engine.compile;

import dev.tocsin.command.ProgramNames;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.CommandSchema;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.AnyTextTest;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Quantifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what an expression asks of events of one kind: how its conditions are put together, loops
 * and programs included. What is asked of a single text is {@link TextQuestions}' part.
 */
final class ConditionReader {
  /** More values than these of a list are not gone through. */
  private static final int MOST_VALUES = 64;

  private final AskedTexts texts;
  private final KnownTexts constants;
  private final TextQuestions questions;
  private final Map<String, Sides> known = new HashMap<>();

  /**
   * @param variables those of the policy, by name
   * @param lists those of the policy, by name
   */
  ConditionReader(
      EventKind kind, Map<String, CheckedExpression> variables, Map<String, List<String>> lists) {
    this.texts = new AskedTexts(kind, variables, this::of);
    this.constants = new KnownTexts(lists);
    this.questions = new TextQuestions(kind, texts, constants);
  }

  Sides of(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant ->
          constant.value() instanceof Boolean value ? Sides.of(value) : Sides.UNKNOWN;
      case ExpressionNode.Field field -> ofField(field);
      case ExpressionNode.Has has -> ofPresence(texts.path(has.object()) + ".");
      case ExpressionNode.And and -> of(and.left()).and(of(and.right()));
      case ExpressionNode.Or or -> of(or.left()).or(of(or.right()));
      case ExpressionNode.Not not -> of(not.operand()).not();
      case ExpressionNode.Choice choice ->
          of(choice.condition()).choice(of(choice.then()), of(choice.otherwise()));
      case ExpressionNode.Compare compare -> ofComparison(compare);
      case ExpressionNode.Member member -> questions.of(member);
      case ExpressionNode.TextTest test -> questions.of(test);
      case ExpressionNode.Call call -> ofCall(call);
      case ExpressionNode.Loop loop -> ofLoop(loop);
      case ExpressionNode.Name name -> Sides.UNKNOWN;
      case ExpressionNode.Index index -> Sides.UNKNOWN;
      case ExpressionNode.ListOf list -> Sides.UNKNOWN;
      case ExpressionNode.MapOf map -> Sides.UNKNOWN;
      case ExpressionNode.Made made -> Sides.UNKNOWN;
    };
  }

  /** A variable, once however often it is used; or a fact of a program. */
  private Sides ofField(ExpressionNode.Field field) {
    CheckedExpression variable = texts.variable(field);
    if (variable == null) {
      Set<String> names = CommandSchema.namesWith(field.name());
      return names == null
          ? Sides.UNKNOWN
          : AskedProgram.hasName(texts.path(field.object()), names);
    }
    Sides sides = known.get(field.name());
    if (sides == null) {
      sides = of(variable.tree());
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
      Sides names = AskedProgram.writes(writer.get());
      return names.equals(Sides.UNKNOWN) || Environment.hasVariable(element)
          ? names
          : names.and(
              ofElement(
                  new AskedText(IndexedField.COMMAND_WRITES, false, false),
                  element,
                  quantifier.predicate()));
    }
    if (AskedProgram.isArguments(list) && !Environment.hasVariable(element)) {
      return ofElement(AskedText.ARGUMENT, element, quantifier.predicate());
    }
    if (!AskedProgram.LISTS.contains(list) || Environment.hasVariable(element)) {
      return Sides.UNKNOWN;
    }
    return texts.withProgram(element, () -> Sides.notWithout(of(quantifier.predicate()).holds()));
  }

  /** Of known values: as if the predicate were written once for each. */
  private Sides ofEach(List<String> values, String element, Quantifier quantifier) {
    Sides all = Sides.of(!quantifier.decisive());
    for (String value : values) {
      Sides one = texts.withText(element, new KnownText(value), () -> of(quantifier.predicate()));
      all = quantifier.decisive() ? all.or(one) : all.and(one);
    }
    return all;
  }

  /** Of one of a list. */
  private Sides ofElement(AskedText text, String element, ExpressionNode predicate) {
    return texts.withText(element, text, () -> Sides.notWithout(of(predicate).holds()));
  }

  private Sides ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "isAnyOf" -> isAnyOf(call);
      case "runsOutputOf" -> runsOutputOf(call);
      default -> AnyTextTest.of(call).map(questions::of).orElse(Sides.UNKNOWN);
    };
  }

  private Sides ofComparison(ExpressionNode.Compare compare) {
    return switch (compare.sign()) {
      case EQUAL -> questions.equal(compare.left(), compare.right());
      case NOT_EQUAL -> questions.equal(compare.left(), compare.right()).not();
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
        : AskedProgram.writing(texts.path(list)).map(AskedProgram::writes).orElse(Sides.UNKNOWN);
  }

  private Sides isAnyOf(ExpressionNode.Call call) {
    List<String> patterns = constants.all(call.arguments().getFirst());
    return patterns == null
        ? Sides.UNKNOWN
        : AskedProgram.hasName(
            call.target().map(texts::path).orElse(""), ProgramNames.of(patterns));
  }

  private Sides runsOutputOf(ExpressionNode.Call call) {
    String shell = call.target().map(texts::path).orElse("");
    return shell.equals("process.shell")
        ? AskedProgram.hasName(
            AskedProgram.ANY, AskedProgram.puttingOut(constants.all(call.arguments().getFirst())))
        : Sides.UNKNOWN;
  }
}
