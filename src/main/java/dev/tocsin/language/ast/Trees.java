package dev.tocsin.language.ast;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Optional;

/** Reads cel-java's tree of a checked expression. */
public final class Trees {
  private final CelAbstractSyntaxTree tree;

  private Trees(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /**
   * @param tree of an expression that has passed the checker
   */
  public static ExpressionNode of(CelAbstractSyntaxTree tree) {
    return new Trees(tree).node(tree.getExpr());
  }

  private ExpressionNode node(CelExpr expr) {
    Site site = new Site(expr.id(), tree.getType(expr.id()).orElse(null));
    return switch (expr.getKind()) {
      case CONSTANT -> new ExpressionNode.Constant(site, value(expr.constant()));
      case IDENT -> new ExpressionNode.Name(site, expr.ident().name());
      case SELECT -> {
        ExpressionNode object = node(expr.select().operand());
        String field = expr.select().field();
        yield expr.select().testOnly()
            ? new ExpressionNode.Has(site, object, field)
            : new ExpressionNode.Field(site, object, field);
      }
      case CALL -> call(site, expr.call());
      case LIST ->
          new ExpressionNode.ListOf(
              site, nodes(expr.list().elements()), !expr.list().optionalIndices().isEmpty());
      case MAP ->
          new ExpressionNode.MapOf(
              site,
              expr.map().entries().stream()
                  .map(
                      entry ->
                          new ExpressionNode.MapOf.Entry(node(entry.key()), node(entry.value())))
                  .toList());
      case COMPREHENSION -> loop(site, expr.comprehension());
      case STRUCT ->
          new ExpressionNode.Made(
              site, expr.struct().entries().stream().map(entry -> node(entry.value())).toList());
      case NOT_SET -> throw new IllegalArgumentException("a node without a kind");
    };
  }

  private List<ExpressionNode> nodes(List<CelExpr> exprs) {
    return exprs.stream().map(this::node).toList();
  }

  private static Object value(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue();
      case INT64_VALUE -> constant.int64Value();
      case UINT64_VALUE -> constant.uint64Value();
      case BOOLEAN_VALUE -> constant.booleanValue();
      case DOUBLE_VALUE -> constant.doubleValue();
      case BYTES_VALUE -> constant.bytesValue();
      case NULL_VALUE -> constant.nullValue();
      case NOT_SET, TIMESTAMP_VALUE, DURATION_VALUE ->
          throw new IllegalArgumentException("no constant is a " + constant.getKind());
    };
  }

  private ExpressionNode call(Site site, CelExpr.CelCall call) {
    Optional<ExpressionNode> target = call.target().map(this::node);
    List<ExpressionNode> arguments = nodes(call.args());
    Optional<Operator> operator = Operator.findReverse(call.function());
    if (operator.isPresent() && target.isEmpty()) {
      return operator(site, operator.get(), call.function(), arguments);
    }
    ExpressionNode.Call other = new ExpressionNode.Call(site, call.function(), target, arguments);
    return ExpressionNode.TextTest.Test.of(call.function())
        .filter(test -> other.operands().size() == 2)
        .<ExpressionNode>map(
            test ->
                new ExpressionNode.TextTest(
                    site, test, other.operands().get(0), other.operands().get(1)))
        .orElse(other);
  }

  private static ExpressionNode operator(
      Site site, Operator operator, String function, List<ExpressionNode> operands) {
    return switch (operator) {
      case LOGICAL_AND -> new ExpressionNode.And(site, operands.get(0), operands.get(1));
      case LOGICAL_OR -> new ExpressionNode.Or(site, operands.get(0), operands.get(1));
      case LOGICAL_NOT -> new ExpressionNode.Not(site, operands.getFirst());
      case CONDITIONAL ->
          new ExpressionNode.Choice(site, operands.get(0), operands.get(1), operands.get(2));
      case EQUALS -> compare(site, ExpressionNode.Compare.Sign.EQUAL, operands);
      case NOT_EQUALS -> compare(site, ExpressionNode.Compare.Sign.NOT_EQUAL, operands);
      case LESS -> compare(site, ExpressionNode.Compare.Sign.LESS, operands);
      case LESS_EQUALS -> compare(site, ExpressionNode.Compare.Sign.LESS_OR_EQUAL, operands);
      case GREATER -> compare(site, ExpressionNode.Compare.Sign.GREATER, operands);
      case GREATER_EQUALS -> compare(site, ExpressionNode.Compare.Sign.GREATER_OR_EQUAL, operands);
      case IN -> new ExpressionNode.Member(site, operands.get(0), operands.get(1));
      case INDEX -> new ExpressionNode.Index(site, operands.get(0), operands.get(1));
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO,
          NEGATE,
          HAS,
          ALL,
          EXISTS,
          EXISTS_ONE,
          EXISTS_ONE_NEW,
          MAP,
          FILTER,
          NOT_STRICTLY_FALSE,
          OPTIONAL_INDEX,
          OPTIONAL_SELECT,
          OLD_NOT_STRICTLY_FALSE,
          OLD_IN ->
          new ExpressionNode.Call(site, function, Optional.empty(), operands);
    };
  }

  private static ExpressionNode compare(
      Site site, ExpressionNode.Compare.Sign sign, List<ExpressionNode> operands) {
    return new ExpressionNode.Compare(site, sign, operands.get(0), operands.get(1));
  }

  private ExpressionNode loop(Site site, CelExpr.CelComprehension loop) {
    return new ExpressionNode.Loop(
        site,
        node(loop.iterRange()),
        loop.iterVar(),
        loop.iterVar2(),
        loop.accuVar(),
        node(loop.accuInit()),
        node(loop.loopCondition()),
        node(loop.loopStep()),
        node(loop.result()));
  }
}
