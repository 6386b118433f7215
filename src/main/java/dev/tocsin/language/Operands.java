package dev.tocsin.language;

import dev.cel.common.types.SimpleType;
import dev.tocsin.language.ast.Node;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The translation of nodes that are texts or numbers. */
final class Operands {
  private final Nodes nodes;
  private final Map<String, Collection<String>> lists;
  private final Function<Node, Predicate> predicates;

  /**
   * @param lists those of the policy, by name
   * @param predicates the translation of nodes that are bools
   */
  Operands(
      Nodes nodes, Map<String, Collection<String>> lists, Function<Node, Predicate> predicates) {
    this.nodes = nodes;
    this.lists = lists;
    this.predicates = predicates;
  }

  /** Of a node that is a string. */
  TextOperand text(Node node) {
    String constant = node.text();
    return constant == null
        ? translated(node).orElseGet(() -> TextOperand.of(nodes.interpreted(node)))
        : TextOperand.decoded(context -> constant);
  }

  /** Empty: there is no better way than to interpret it. */
  private Optional<TextOperand> translated(Node node) {
    return switch (node) {
      case Node.Field field ->
          FieldPath.of(field)
              .map(FieldPath::text)
              .or(() -> nodes.variable(field).map(TextOperand::of));
      case Node.Choice choice -> choice(choice).map(TextOperand::decoded);
      case Node.Call call -> ofCall(call);
      default -> Optional.empty();
    };
  }

  private Optional<TextOperand> ofCall(Node.Call call) {
    return switch (call.function()) {
      case "lowerAscii" -> target(call).map(TextOperand::lowerCase);
      case "find" -> found(call).map(TextOperand::decoded);
      default -> Optional.empty();
    };
  }

  /** Empty when it may be no text: the interpreter says so then. */
  private Optional<TextOperand> target(Node.Call call) {
    return call.target().filter(each -> each.is(SimpleType.STRING)).map(this::text);
  }

  private Optional<TextExpression> found(Node.Call call) {
    String regex = call.arguments().getFirst().text();
    return regex == null ? Optional.empty() : target(call).map(text -> text.find(regex));
  }

  private Optional<TextExpression> choice(Node.Choice choice) {
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
  NumberExpression number(Node node) {
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
  private static boolean isSizeOfArguments(Node node) {
    return node instanceof Node.Call call
        && call.function().equals("size")
        && call.operands().getFirst().isName(EventSchema.ARGUMENTS);
  }

  /** The texts of a list of constants, or of a list of the policy. */
  @Nullable Collection<String> texts(Node list) {
    String named = list.fieldOf(Environment.LISTS);
    return named == null ? Constants.texts(list) : lists.get(named);
  }
}
