package dev.tocsin.language;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what an expression demands of the place of an event alone: see {@link PlaceCondition}. */
final class PlaceParts {
  private static final Set<String> PLACE = Set.of("pod", "container", "node");

  private final Function<String, @Nullable CheckedExpression> variables;

  /**
   * @param variables those of the policy, by name
   */
  PlaceParts(Function<String, @Nullable CheckedExpression> variables) {
    this.variables = variables;
  }

  /**
   * Hands on each part, and the expression that it stands in: this one or that of a variable.
   * Without one of them being true the expression is not.
   */
  void find(CheckedExpression expression, BiConsumer<CheckedExpression, ExpressionNode> found) {
    find(expression, expression.tree(), found);
  }

  private void find(
      CheckedExpression expression,
      ExpressionNode node,
      BiConsumer<CheckedExpression, ExpressionNode> found) {
    if (node instanceof ExpressionNode.And and) {
      find(expression, and.left(), found);
      find(expression, and.right(), found);
    } else if (isOfPlace(node)) {
      found.accept(expression, node);
    } else {
      CheckedExpression variable = variable(node);
      if (variable != null) {
        find(variable, found);
      }
    }
  }

  private boolean isOfPlace(ExpressionNode node) {
    Set<String> inLoops =
        node.all().flatMap(PlaceParts::loopVariables).collect(Collectors.toUnmodifiableSet());
    return inLoops.stream().noneMatch(Environment::hasVariable)
        && node.all().allMatch(each -> isOfPlace(each, inLoops));
  }

  private static Stream<String> loopVariables(ExpressionNode node) {
    return node instanceof ExpressionNode.Loop loop
        ? Stream.of(loop.variable(), loop.second(), loop.accumulator())
        : Stream.of();
  }

  private boolean isOfPlace(ExpressionNode node, Set<String> inLoops) {
    return switch (node) {
      case ExpressionNode.Name name ->
          PLACE.contains(name.name())
              || inLoops.contains(name.name())
              || name.isName(Environment.LISTS)
              || name.isName(Environment.VARIABLES); // its fields are looked at one by one
      case ExpressionNode.Field field -> {
        CheckedExpression variable = variable(field);
        yield variable == null || isOfPlace(variable.tree());
      }
      default -> true;
    };
  }

  private @Nullable CheckedExpression variable(ExpressionNode node) {
    String name = node.fieldOf(Environment.VARIABLES);
    return name == null ? null : variables.apply(name);
  }
}
