package dev.tocsin.language;

import com.google.common.primitives.Longs;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.types.SimpleType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The translation of one checked expression into predicates. A node that is none of those below
 * becomes a call of the interpreter for this node and all below it. Comprehensions are among them,
 * so a name that is met here is never one of their variables.
 */
final class Translation {
  private final Nodes nodes;
  private final Operands operands;

  /**
   * @param lists those of the policy, by name
   * @param interpreter has the lists and variables of the policy
   */
  Translation(
      CheckedExpression expression,
      Map<String, Collection<String>> lists,
      Interpreter interpreter) {
    this.nodes = new Nodes(expression, interpreter);
    this.operands = new Operands(nodes, lists, this::predicate);
  }

  /** Of an expression that is a bool. */
  Predicate predicate() {
    return predicate(nodes.root());
  }

  /** Of an expression that is a string. */
  TextExpression text() {
    return operands.text(nodes.root()).text();
  }

  private Predicate predicate(CelExpr expr) {
    return translated(expr).orElseGet(() -> nodes.interpreted(expr).predicate());
  }

  /** Empty: there is no better way than to interpret it. */
  private Optional<Predicate> translated(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> booleanConstant(expr.constant());
      case SELECT ->
          !nodes.is(expr, SimpleType.BOOL)
              ? Optional.empty()
              : expr.select().testOnly() ? presence(expr) : flag(expr).or(() -> variable(expr));
      case CALL -> ofCall(expr.call());
      default -> Optional.empty();
    };
  }

  private static Optional<Predicate> booleanConstant(CelConstant constant) {
    if (constant.getKind() != CelConstant.Kind.BOOLEAN_VALUE) {
      return Optional.empty();
    }
    boolean verdict = constant.booleanValue();
    return Optional.of(context -> verdict);
  }

  /** {@code has()}: a select that is only tested has the shape of one that is read. */
  private static Optional<Predicate> presence(CelExpr expr) {
    return FieldPath.of(expr).map(path -> path::isPresent);
  }

  private static Optional<Predicate> flag(CelExpr expr) {
    return FieldPath.of(expr).map(FieldPath::flag);
  }

  private Optional<Predicate> variable(CelExpr expr) {
    return nodes.variable(expr).map(ValueExpression::predicate);
  }

  private Optional<Predicate> ofCall(CelCall call) {
    List<CelExpr> args = call.args();
    return switch (call.function()) {
      case "_&&_" -> ofBools(args).map(each -> Logic.and(each.get(0), each.get(1)));
      case "_||_" -> ofBools(args).map(each -> Logic.or(each.get(0), each.get(1)));
      case "!_" -> ofBools(args).map(each -> Logic.not(each.getFirst()));
      case "_?_:_" ->
          ofBools(args).map(each -> Logic.choice(each.get(0), each.get(1), each.get(2)));
      case "_==_" -> equality(args.get(0), args.get(1));
      case "_!=_" -> equality(args.get(0), args.get(1)).map(Logic::not);
      case "_<_", "_<=_", "_>_", "_>=_" -> order(call.function(), args.get(0), args.get(1));
      case "@in" -> membership(args.get(0), args.get(1));
      case "startsWith", "endsWith", "contains", "matches" -> question(call);
      case "isImageIn" -> image(call);
      case "isIP" -> isIp(call);
      case "containsIP" -> containsIp(call);
      default -> Optional.empty();
    };
  }

  /** Empty when one of them may be something else: the interpreter says so then. */
  private Optional<List<Predicate>> ofBools(List<CelExpr> args) {
    return args.stream().allMatch(each -> nodes.is(each, SimpleType.BOOL))
        ? Optional.of(args.stream().map(this::predicate).toList())
        : Optional.empty();
  }

  private Optional<Predicate> equality(CelExpr first, CelExpr second) {
    if (nodes.are(first, second, SimpleType.STRING)) {
      return Optional.of(equalTexts(first, second));
    }
    if (nodes.are(first, second, SimpleType.INT)) {
      NumberExpression a = operands.number(first);
      NumberExpression b = operands.number(second);
      return Optional.of(context -> a.number(context) == b.number(context));
    }
    if (nodes.are(first, second, SimpleType.BOOL)) {
      Predicate a = predicate(first);
      Predicate b = predicate(second);
      return Optional.of(context -> a.test(context) == b.test(context));
    }
    return Optional.empty();
  }

  private Predicate equalTexts(CelExpr first, CelExpr second) {
    String constant = Constants.text(second);
    if (constant != null) {
      return operands.text(first).is(constant);
    }
    constant = Constants.text(first);
    if (constant != null) {
      return operands.text(second).is(constant);
    }
    TextExpression a = operands.text(first).text();
    TextExpression b = operands.text(second).text();
    return context -> a.text(context).equals(b.text(context));
  }

  private Optional<Predicate> order(String operator, CelExpr first, CelExpr second) {
    if (!nodes.are(first, second, SimpleType.INT)) {
      return Optional.empty();
    }
    NumberExpression a = operands.number(first);
    NumberExpression b = operands.number(second);
    return Optional.of(
        switch (operator) {
          case "_<_" -> context -> a.number(context) < b.number(context);
          case "_<=_" -> context -> a.number(context) <= b.number(context);
          case "_>_" -> context -> a.number(context) > b.number(context);
          default -> context -> a.number(context) >= b.number(context);
        });
  }

  private Optional<Predicate> membership(CelExpr element, CelExpr container) {
    if (nodes.is(element, SimpleType.STRING)) {
      Collection<String> texts = operands.texts(container);
      if (texts != null) {
        return Optional.of(operands.text(element).isIn(texts));
      }
      return FieldPath.of(container)
          .map(FieldPath::labels)
          .map(
              labels -> {
                TextExpression key = operands.text(element).text();
                return context -> labels.apply(context).containsKey(key.text(context));
              });
    }
    long[] numbers = nodes.is(element, SimpleType.INT) ? Constants.numbers(container) : null;
    if (numbers == null) {
      return Optional.empty();
    }
    NumberExpression number = operands.number(element);
    return Optional.of(context -> Longs.contains(numbers, number.number(context)));
  }

  private Optional<Predicate> question(CelCall call) {
    CelExpr target = call.target().orElse(null);
    CelExpr argument = call.args().getFirst();
    if (target == null || !nodes.are(target, argument, SimpleType.STRING)) {
      return Optional.empty();
    }
    String constant = Constants.text(argument);
    if (constant == null) {
      return Optional.empty();
    }
    TextOperand text = operands.text(target);
    return Optional.of(
        switch (call.function()) {
          case "startsWith" -> text.startsWith(constant);
          case "endsWith" -> text.endsWith(constant);
          case "contains" -> text.contains(constant);
          default -> text.matches(constant);
        });
  }

  private Optional<Predicate> image(CelCall call) {
    Collection<String> texts = operands.texts(call.args().getFirst());
    CelExpr target = call.target().orElse(null);
    if (texts == null || target == null || !nodes.is(target, SimpleType.STRING)) {
      return Optional.empty();
    }
    ImageList images = new ImageList(texts);
    TextExpression image = operands.text(target).text();
    return Optional.of(context -> images.contains(image.text(context)));
  }

  private Optional<Predicate> isIp(CelCall call) {
    return address(call.args().getFirst()).map(AddressOperand::isIp);
  }

  private Optional<Predicate> containsIp(CelCall call) {
    String network = call.target().map(Translation::networkConstant).orElse(null);
    return network == null
        ? Optional.empty()
        : address(call.args().getFirst()).map(address -> address.isIn(Cidr.parse(network)));
  }

  private Optional<AddressOperand> address(CelExpr expr) {
    return nodes.is(expr, SimpleType.STRING)
        ? Optional.of(new AddressOperand(operands.text(expr)))
        : Optional.empty();
  }

  private static @Nullable String networkConstant(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CALL
            && expr.call().function().equals("cidr")
            && expr.call().target().isEmpty()
        ? Constants.text(expr.call().args().getFirst())
        : null;
  }
}
