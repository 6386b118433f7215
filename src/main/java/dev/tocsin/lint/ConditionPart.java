package dev.tocsin.lint;

import com.google.common.collect.Sets;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of an expression that holds or not, and what it is made of.
 *
 * @param holds whether it is that the part holds, or that it does not
 * @param variables the expression of {@code variables.NAME}, by name
 */
record ConditionPart(
    PolicyExpression expression,
    ExpressionNode node,
    boolean holds,
    Function<String, Optional<PolicyExpression>> variables) {
  private static final int MAX_ALTERNATIVES = 256;

  /** Variables can use each other so often that nobody would see the end of it. */
  private static final int MAX_VARIABLES = 2_000;

  static ConditionPart of(
      PolicyExpression expression, Function<String, Optional<PolicyExpression>> variables) {
    AtomicInteger left = new AtomicInteger(MAX_VARIABLES);
    return new ConditionPart(
        expression,
        expression.tree(),
        true,
        name -> left.getAndDecrement() > 0 ? variables.apply(name) : Optional.empty());
  }

  private ConditionPart with(ExpressionNode part, boolean partHolds) {
    return new ConditionPart(expression, part, partHolds, variables);
  }

  /** The largest parts that may not hold where this holds; of a choice, those in its branches. */
  Stream<ConditionPart> excluded() {
    Optional<ConditionPart> variable = variable();
    if (variable.isPresent()) {
      return variable.get().excluded();
    }
    return switch (node) {
      case ExpressionNode.And and -> excluded(and.operands());
      case ExpressionNode.Or or ->
          or.operands().stream().anyMatch(ConditionPart::isNegation)
              ? Stream.of(with(or, false)) // !a || !b leaves out what is both
              : excluded(or.operands());
      case ExpressionNode.Choice choice -> excluded(List.of(choice.then(), choice.otherwise()));
      case ExpressionNode.Not not -> Stream.of(with(not.operand(), true));
      default -> isNegation(node) ? Stream.of(with(node, false)) : Stream.empty();
    };
  }

  private Stream<ConditionPart> excluded(List<ExpressionNode> operands) {
    return operands.stream().flatMap(each -> with(each, true).excluded());
  }

  /**
   * What holds together in each alternative, conditions that are not made of others: {@code a != b}
   * that does not hold is one that holds, any other that does not hold is left out. Empty when
   * there are too many alternatives.
   */
  List<List<ConditionPart>> alternatives() {
    Optional<ConditionPart> variable = variable();
    if (variable.isPresent()) {
      return variable.get().alternatives();
    }
    return switch (node) {
      case ExpressionNode.Not not -> with(not.operand(), !holds).alternatives();
      case ExpressionNode.And and -> joined(and.left(), and.right(), holds);
      case ExpressionNode.Or or -> joined(or.left(), or.right(), !holds);
      case ExpressionNode.Choice choice -> {
        List<List<ConditionPart>> all = new ArrayList<>();
        all.addAll(
            together(
                with(choice.condition(), true).alternatives(),
                with(choice.then(), holds).alternatives()));
        all.addAll(
            together(
                with(choice.condition(), false).alternatives(),
                with(choice.otherwise(), holds).alternatives()));
        yield bounded(all);
      }
      default -> List.of(holds == isNegation(node) ? List.of() : List.of(this));
    };
  }

  private List<List<ConditionPart>> joined(ExpressionNode one, ExpressionNode other, boolean all) {
    List<List<ConditionPart>> left = with(one, holds).alternatives();
    List<List<ConditionPart>> right = with(other, holds).alternatives();
    return all
        ? together(left, right)
        : bounded(Stream.concat(left.stream(), right.stream()).toList());
  }

  private static List<List<ConditionPart>> together(
      List<List<ConditionPart>> left, List<List<ConditionPart>> right) {
    if (left.size() * right.size() > MAX_ALTERNATIVES) {
      return List.of();
    }
    return left.stream()
        .flatMap(
            one -> right.stream().map(two -> Stream.concat(one.stream(), two.stream()).toList()))
        .toList();
  }

  private static List<List<ConditionPart>> bounded(List<List<ConditionPart>> alternatives) {
    return alternatives.size() > MAX_ALTERNATIVES ? List.of() : alternatives;
  }

  /** What it reads, in the variables that it uses too. */
  Stream<FieldRead> reads() {
    return reads(Set.of());
  }

  /** What it reads to hold: without what is only there to leave something out. */
  Stream<FieldRead> readsToHold() {
    Set<ExpressionNode> without =
        Sets.newIdentityHashSet(); // equal nodes may stand in other places
    excluded().flatMap(condition -> condition.node().all()).forEach(without::add);
    return reads(without);
  }

  private Stream<FieldRead> reads(Set<ExpressionNode> without) {
    return node.all()
        .filter(part -> !without.contains(part))
        .flatMap(part -> FieldRead.of(expression, part).stream())
        .flatMap(
            read ->
                read.path().startsWith("variables.")
                    ? variables.apply(read.name()).stream()
                        .flatMap(each -> of(each, variables).reads(without))
                    : Stream.of(read));
  }

  private static boolean isNegation(ExpressionNode part) {
    return part instanceof ExpressionNode.Not
        || (part instanceof ExpressionNode.Compare compare
            && compare.sign() == ExpressionNode.Compare.Sign.NOT_EQUAL);
  }

  /** The body of {@code variables.NAME}, where that is what it is. */
  private Optional<ConditionPart> variable() {
    return FieldRead.of(expression, node)
        .filter(read -> read.path().equals("variables." + read.name()))
        .filter(read -> node.typeName().equals("bool"))
        .flatMap(read -> variables.apply(read.name()))
        .map(each -> new ConditionPart(each, each.tree(), holds, variables));
  }
}
