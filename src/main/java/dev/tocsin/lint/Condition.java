package dev.tocsin.lint;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of an expression that holds or not, and what it is made of.
 *
 * @param holds whether it is that the part holds, or that it does not
 * @param variables the expression of {@code variables.NAME}, by name
 */
record Condition(
    PolicyExpression expression,
    CelExpr node,
    boolean holds,
    Function<String, Optional<PolicyExpression>> variables) {
  private static final int MAX_ALTERNATIVES = 256;

  /** Variables can use each other so often that nobody would see the end of it. */
  private static final int MAX_VARIABLES = 2_000;

  private record Node(PolicyExpression expression, CelExpr expr) {}

  static Condition of(
      PolicyExpression expression, Function<String, Optional<PolicyExpression>> variables) {
    AtomicInteger left = new AtomicInteger(MAX_VARIABLES);
    return new Condition(
        expression,
        expression.tree().getExpr(),
        true,
        name -> left.getAndDecrement() > 0 ? variables.apply(name) : Optional.empty());
  }

  private Condition with(CelExpr part, boolean partHolds) {
    return new Condition(expression, part, partHolds, variables);
  }

  /** The largest parts that may not hold where this holds; of a choice, those in its branches. */
  Stream<Condition> excluded() {
    Optional<Condition> variable = variable();
    if (variable.isPresent()) {
      return variable.get().excluded();
    }
    return switch (function()) {
      case "_&&_" -> operands().stream().flatMap(each -> with(each, true).excluded());
      case "_||_" ->
          operands().stream().anyMatch(Condition::isNegation)
              ? Stream.of(with(node, false)) // !a || !b leaves out what is both
              : operands().stream().flatMap(each -> with(each, true).excluded());
      case "_?_:_" -> operands().stream().skip(1).flatMap(each -> with(each, true).excluded());
      case "!_" -> Stream.of(with(operands().getFirst(), true));
      case "_!=_" -> Stream.of(with(node, false));
      default -> Stream.empty();
    };
  }

  /**
   * What holds together in each alternative, conditions that are not made of others: {@code a != b}
   * that does not hold is one that holds, any other that does not hold is left out. Empty when
   * there are too many alternatives.
   */
  List<List<Condition>> alternatives() {
    Optional<Condition> variable = variable();
    if (variable.isPresent()) {
      return variable.get().alternatives();
    }
    List<CelExpr> operands = operands();
    return switch (function()) {
      case "!_" -> with(operands.getFirst(), !holds).alternatives();
      case "_&&_" -> joined(operands, holds);
      case "_||_" -> joined(operands, !holds);
      case "_?_:_" -> {
        List<List<Condition>> all = new ArrayList<>();
        all.addAll(
            together(
                with(operands.get(0), true).alternatives(),
                with(operands.get(1), holds).alternatives()));
        all.addAll(
            together(
                with(operands.get(0), false).alternatives(),
                with(operands.get(2), holds).alternatives()));
        yield bounded(all);
      }
      default -> List.of(holds != function().equals("_!=_") ? List.of(this) : List.of());
    };
  }

  private List<List<Condition>> joined(List<CelExpr> operands, boolean all) {
    List<List<Condition>> left = with(operands.get(0), holds).alternatives();
    List<List<Condition>> right = with(operands.get(1), holds).alternatives();
    return all
        ? together(left, right)
        : bounded(Stream.concat(left.stream(), right.stream()).toList());
  }

  private static List<List<Condition>> together(
      List<List<Condition>> left, List<List<Condition>> right) {
    if (left.size() * right.size() > MAX_ALTERNATIVES) {
      return List.of();
    }
    return left.stream()
        .flatMap(
            one -> right.stream().map(two -> Stream.concat(one.stream(), two.stream()).toList()))
        .toList();
  }

  private static List<List<Condition>> bounded(List<List<Condition>> alternatives) {
    return alternatives.size() > MAX_ALTERNATIVES ? List.of() : alternatives;
  }

  /** What it reads, in the variables that it uses too. */
  Stream<FieldRead> reads() {
    return reads(Set.of());
  }

  /** What it reads to hold: without what is only there to leave something out. */
  Stream<FieldRead> readsToHold() {
    return reads(excluded().flatMap(Condition::parts).collect(Collectors.toSet()));
  }

  private Stream<FieldRead> reads(Set<Node> without) {
    return parts()
        .filter(node -> !without.contains(node))
        .flatMap(node -> FieldRead.of(node.expression(), node.expr()).stream())
        .flatMap(
            read ->
                read.path().startsWith("variables.")
                    ? variables.apply(read.name()).stream()
                        .flatMap(each -> of(each, variables).reads(without))
                    : Stream.of(read));
  }

  private Stream<Node> parts() {
    return CelNavigableExpr.fromExpr(node)
        .allNodes()
        .map(each -> new Node(expression, each.expr()));
  }

  private static boolean isNegation(CelExpr part) {
    return part.getKind() == CelExpr.ExprKind.Kind.CALL
        && (part.call().function().equals("!_") || part.call().function().equals("_!=_"));
  }

  /** {@code _==_}; {@code ""} where it is no call. */
  String function() {
    return node.getKind() == CelExpr.ExprKind.Kind.CALL ? node.call().function() : "";
  }

  /** The target of a call, and its arguments. */
  List<CelExpr> operands() {
    return node.getKind() == CelExpr.ExprKind.Kind.CALL
        ? Stream.concat(node.call().target().stream(), node.call().args().stream()).toList()
        : List.of();
  }

  /** The body of {@code variables.NAME}, where that is what it is. */
  private Optional<Condition> variable() {
    return FieldRead.of(expression, node)
        .filter(read -> read.path().equals("variables." + read.name()))
        .filter(read -> expression.type(node).equals("bool"))
        .flatMap(read -> variables.apply(read.name()))
        .map(each -> new Condition(each, each.tree().getExpr(), holds, variables));
  }
}
