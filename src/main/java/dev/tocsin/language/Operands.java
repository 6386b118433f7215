package dev.tocsin.language;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.types.SimpleType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The translation of nodes that are texts or numbers. */
final class Operands {
  private final Nodes nodes;
  private final Map<String, Collection<String>> lists;
  private final Function<CelExpr, Predicate> predicates;

  /**
   * @param lists those of the policy, by name
   * @param predicates the translation of nodes that are bools
   */
  Operands(
      Nodes nodes, Map<String, Collection<String>> lists, Function<CelExpr, Predicate> predicates) {
    this.nodes = nodes;
    this.lists = lists;
    this.predicates = predicates;
  }

  /** Of a node that is a string. */
  TextOperand text(CelExpr expr) {
    return switch (expr.getKind()) {
      case CONSTANT -> {
        String constant = expr.constant().stringValue();
        yield TextOperand.decoded(context -> constant);
      }
      case SELECT ->
          FieldPath.of(expr)
              .map(FieldPath::text)
              .or(() -> nodes.variable(expr).map(TextOperand::of))
              .orElseGet(() -> TextOperand.of(nodes.interpreted(expr)));
      case CALL -> textOfCall(expr.call()).orElseGet(() -> TextOperand.of(nodes.interpreted(expr)));
      default -> TextOperand.of(nodes.interpreted(expr));
    };
  }

  private Optional<TextOperand> textOfCall(CelCall call) {
    return switch (call.function()) {
      case "lowerAscii" -> target(call).map(TextOperand::lowerCase);
      case "find" -> found(call).map(TextOperand::decoded);
      case "_?_:_" -> choice(call).map(TextOperand::decoded);
      default -> Optional.empty();
    };
  }

  /** Empty when it may be no text: the interpreter says so then. */
  private Optional<TextOperand> target(CelCall call) {
    return call.target().filter(each -> nodes.is(each, SimpleType.STRING)).map(this::text);
  }

  private Optional<TextExpression> found(CelCall call) {
    String regex = Constants.text(call.args().getFirst());
    return regex == null ? Optional.empty() : target(call).map(text -> text.find(regex));
  }

  private Optional<TextExpression> choice(CelCall call) {
    if (!nodes.is(call.args().getFirst(), SimpleType.BOOL)
        || !nodes.are(call.args().get(1), call.args().get(2), SimpleType.STRING)) {
      return Optional.empty();
    }
    Predicate condition = predicates.apply(call.args().getFirst());
    TextExpression then = text(call.args().get(1)).text();
    TextExpression otherwise = text(call.args().get(2)).text();
    return Optional.of(
        context -> condition.test(context) ? then.text(context) : otherwise.text(context));
  }

  /** Of a node that is an int. */
  NumberExpression number(CelExpr expr) {
    Long constant = Constants.number(expr);
    if (constant != null) {
      long value = constant;
      return context -> value;
    }
    if (isSizeOfArguments(expr)) {
      return context -> context.event().arguments().size();
    }
    return FieldPath.of(expr)
        .map(FieldPath::number)
        .orElseGet(
            () -> {
              ValueExpression value = nodes.interpreted(expr);
              return context -> (long) value.value(context);
            });
  }

  /** {@code size(args)} and {@code args.size()}: else all of them would be read. */
  private static boolean isSizeOfArguments(CelExpr expr) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL || !expr.call().function().equals("size")) {
      return false;
    }
    CelExpr list = expr.call().target().orElseGet(() -> expr.call().args().getFirst());
    return list.getKind() == CelExpr.ExprKind.Kind.IDENT
        && list.ident().name().equals(EventSchema.ARGUMENTS);
  }

  /** The texts of a list of constants, or of a list of the policy. */
  @Nullable Collection<String> texts(CelExpr list) {
    if (list.getKind() == CelExpr.ExprKind.Kind.SELECT
        && list.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
        && list.select().operand().ident().name().equals(Environment.LISTS)) {
      return lists.get(list.select().field());
    }
    return Constants.texts(list);
  }
}
