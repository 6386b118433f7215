package dev.tocsin.language;

import dev.cel.common.types.SimpleType;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The translation of nodes that are texts or numbers. */
final class Operands {
  private final Nodes nodes;
  private final Map<String, Collection<String>> lists;
  private final Function<ExpressionNode, Predicate> predicates;

  /**
   * @param lists those of the policy, by name
   * @param predicates the translation of nodes that are bools
   */
  Operands(
      Nodes nodes,
      Map<String, Collection<String>> lists,
      Function<ExpressionNode, Predicate> predicates) {
    this.nodes = nodes;
    this.lists = lists;
    this.predicates = predicates;
  }

  /** Of a node that is a string. */
  TextOperand text(ExpressionNode node) {
    String constant = node.text();
    return constant == null
        ? translated(node).orElseGet(() -> TextOperand.of(nodes.interpreted(node)))
        : TextOperand.decoded(context -> constant);
  }

  /** Empty: there is no better way than to interpret it. */
  private Optional<TextOperand> translated(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Field field ->
          FieldPath.of(field)
              .map(FieldPath::text)
              .or(() -> nodes.variable(field).map(TextOperand::of));
      case ExpressionNode.Choice choice -> choice(choice).map(TextOperand::decoded);
      case ExpressionNode.Call call -> ofCall(call);
      default -> Optional.empty();
    };
  }

  private Optional<TextOperand> ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "lowerAscii" -> target(call).map(TextOperand::lowerCase);
      case "find" -> found(call).map(TextOperand::decoded);
      default -> Optional.empty();
    };
  }

  /** Empty when it may be no text: the interpreter says so then. */
  private Optional<TextOperand> target(ExpressionNode.Call call) {
    return call.target().filter(each -> each.is(SimpleType.STRING)).map(this::text);
  }

  private Optional<TextExpression> found(ExpressionNode.Call call) {
    String regex = call.arguments().getFirst().text();
    return regex == null ? Optional.empty() : target(call).map(text -> text.find(regex));
  }

  private Optional<TextExpression> choice(ExpressionNode.Choice choice) {
    if (!choice.condition().is(SimpleType.BOOL)
        || !Nodes.are(choice.then(), choice.otherwise(), SimpleType.STRING)) {
      return Optional.empty();
    }
    Predicate condition = predicates.apply(choice.condition());
    TextExpression then = text(choice.then()).text();
    TextExpression otherwise = text(choice.otherwise()).text();
    return Optional.of(
        context -> condition.test(context) ? then.text(context) : otherwise.text(context));
  }

  /** Of a node that is an int. */
  NumberExpression number(ExpressionNode node) {
    Long constant = node.number();
    if (constant != null) {
      long value = constant;
      return context -> value;
    }
    if (isSizeOfArguments(node)) {
      return context -> context.event().arguments().size();
    }
    return FieldPath.of(node)
        .map(FieldPath::number)
        .orElseGet(
            () -> {
              ValueExpression value = nodes.interpreted(node);
              return context -> (long) value.value(context);
            });
  }

  /** {@code size(args)} and {@code args.size()}: else all of them would be read. */
  private static boolean isSizeOfArguments(ExpressionNode node) {
    return node instanceof ExpressionNode.Call call
        && call.function().equals("size")
        && call.operands().getFirst().isName(EventSchema.ARGUMENTS);
  }

  /** The texts of a list of constants, or of a list of the policy. */
  @Nullable Collection<String> texts(ExpressionNode list) {
    String named = list.fieldOf(Environment.LISTS);
    return named == null ? Constants.texts(list) : lists.get(named);
  }
}
