package dev.tocsin.language;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What makes a short expression take for ever, whatever the event: cel-java counts the rounds of
 * loops, but not what is done in each, and walks through a whole list each time one is read.
 */
final class Sizes {
  /** With {@link Interpreter#MAX_ITERATIONS} rounds, a second or so. */
  private static final int MOST_IN_LOOPS = 1_000;

  private Sizes() {}

  /** The first that is found. */
  static Optional<Diagnostic> check(String field, CheckedExpression expression) {
    ExpressionNode root = expression.tree();
    return nested(root)
        .map(
            node ->
                error(
                    field,
                    expression,
                    node,
                    "what may be a list of lists cannot be put into another one"))
        .or(
            () ->
                largeLoop(root)
                    .map(
                        loop ->
                            error(
                                field,
                                expression,
                                loop,
                                "more than " + MOST_IN_LOOPS + " operations in a loop")));
  }

  private static Diagnostic error(
      String field, CheckedExpression expression, ExpressionNode node, String message) {
    return Positions.error(field, expression.ast(), node.site().id(), message);
  }

  private static Optional<ExpressionNode> nested(ExpressionNode root) {
    Set<String> ofEvent = new HashSet<>();
    Set<String> others = new HashSet<>();
    loops(root)
        .forEach(
            loop -> (isOfEvent(loop.range(), ofEvent) ? ofEvent : others).add(loop.variable()));
    ofEvent.removeAll(others);
    return root.all()
        .flatMap(Sizes::held)
        .filter(held -> mayHoldOthers(held) && !isOfEvent(held, ofEvent))
        .findFirst();
  }

  private static Stream<ExpressionNode.Loop> loops(ExpressionNode root) {
    return root.all()
        .flatMap(
            node -> node instanceof ExpressionNode.Loop loop ? Stream.of(loop) : Stream.empty());
  }

  /** What becomes a part of the value of the node. */
  private static Stream<ExpressionNode> held(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.ListOf list -> list.elements().stream();
      case ExpressionNode.MapOf map ->
          map.entries().stream().map(ExpressionNode.MapOf.Entry::value);
      case ExpressionNode.Call call ->
          call.function().equals("dyn") ? call.arguments().stream() : Stream.empty();
      default -> Stream.empty();
    };
  }

  /**
   * A list of lists, or what may be one. Two of it in a list, and two of that in the next, would
   * double it each time.
   */
  private static boolean mayHoldOthers(ExpressionNode held) {
    if (held instanceof ExpressionNode.ListOf || held instanceof ExpressionNode.MapOf) {
      return false; // no longer than the text
    }
    CelType type = Objects.requireNonNull(held.site().type(), "the checker has passed it");
    return isAny(type)
        || (isContainer(type)
            && type.parameters().stream().anyMatch(each -> isAny(each) || isContainer(each)));
  }

  private static boolean isContainer(CelType type) {
    return type.kind() == CelKind.LIST || type.kind() == CelKind.MAP;
  }

  private static boolean isAny(CelType type) {
    return type.kind() == CelKind.DYN
        || type.kind() == CelKind.ANY
        || type.kind() == CelKind.TYPE_PARAM;
  }

  /**
   * Whether it is an argument of the event, a field of one, or a list of them.
   *
   * @param loops the variables of loops over them
   */
  private static boolean isOfEvent(ExpressionNode node, Set<String> loops) {
    return switch (node) {
      case ExpressionNode.Field field -> isOfEvent(field.object(), loops);
      case ExpressionNode.Has has -> isOfEvent(has.object(), loops);
      case ExpressionNode.Name name ->
          name.name().equals(EventSchema.ARGUMENTS) || loops.contains(name.name());
      case ExpressionNode.Loop loop -> isOfEvent(loop.range(), loops);
      case ExpressionNode.Index index -> isOfEvent(index.container(), loops);
      case ExpressionNode.Call call -> call.function().equals(Arguments.LOOK_UP);
      default -> false;
    };
  }

  private static Optional<ExpressionNode.Loop> largeLoop(ExpressionNode root) {
    return loops(root).filter(loop -> loop.all().count() > MOST_IN_LOOPS).findFirst();
  }
}
