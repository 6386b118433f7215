package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.HashSet;
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
  static Optional<Diagnostic> check(String field, CelAbstractSyntaxTree ast) {
    CelNavigableExpr root = CelNavigableAst.fromAst(ast).getRoot();
    return nested(ast, root)
        .map(
            expr ->
                Positions.error(
                    field,
                    ast,
                    expr.id(),
                    "what may be a list of lists cannot be put into another one"))
        .or(
            () ->
                largeLoop(root)
                    .map(
                        loop ->
                            Positions.error(
                                field,
                                ast,
                                loop.id(),
                                "more than " + MOST_IN_LOOPS + " operations in a loop")));
  }

  private static Optional<CelExpr> nested(CelAbstractSyntaxTree ast, CelNavigableExpr root) {
    Set<String> ofEvent = new HashSet<>();
    Set<String> others = new HashSet<>();
    root.allNodes()
        .filter(node -> node.getKind() == Kind.COMPREHENSION)
        .map(node -> node.expr().comprehension())
        .forEach(
            loop -> (isOfEvent(loop.iterRange(), ofEvent) ? ofEvent : others).add(loop.iterVar()));
    ofEvent.removeAll(others);
    return root.allNodes()
        .map(CelNavigableExpr::expr)
        .flatMap(Sizes::held)
        .filter(held -> mayHoldOthers(ast, held) && !isOfEvent(held, ofEvent))
        .findFirst();
  }

  /** What becomes a part of the value of the node. */
  private static Stream<CelExpr> held(CelExpr expr) {
    return switch (expr.getKind()) {
      case LIST -> expr.list().elements().stream();
      case MAP -> expr.map().entries().stream().map(CelExpr.CelMap.Entry::value);
      case CALL ->
          expr.call().function().equals("dyn") ? expr.call().args().stream() : Stream.empty();
      default -> Stream.empty();
    };
  }

  /**
   * A list of lists, or what may be one. Two of it in a list, and two of that in the next, would
   * double it each time.
   */
  private static boolean mayHoldOthers(CelAbstractSyntaxTree ast, CelExpr held) {
    if (held.getKind() == Kind.LIST || held.getKind() == Kind.MAP) {
      return false; // no longer than the text
    }
    CelType type = ast.getTypeOrThrow(held.id());
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
  private static boolean isOfEvent(CelExpr expr, Set<String> loops) {
    return switch (expr.getKind()) {
      case SELECT -> isOfEvent(expr.select().operand(), loops);
      case IDENT ->
          expr.ident().name().equals(EventSchema.ARGUMENTS) || loops.contains(expr.ident().name());
      case COMPREHENSION -> isOfEvent(expr.comprehension().iterRange(), loops);
      case CALL ->
          switch (expr.call().function()) {
            case "_[_]" -> isOfEvent(expr.call().args().getFirst(), loops);
            case Arguments.LOOK_UP -> true;
            default -> false;
          };
      default -> false;
    };
  }

  private static Optional<CelExpr> largeLoop(CelNavigableExpr root) {
    return root.allNodes()
        .filter(node -> node.getKind() == Kind.COMPREHENSION)
        .filter(node -> node.allNodes().count() > MOST_IN_LOOPS)
        .map(CelNavigableExpr::expr)
        .findFirst();
  }
}
