package dev.tocsin.language;

import dev.cel.common.types.SimpleType;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Collection;
import java.util.List;
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
    String constant = nodes.constant(node);
    return constant == null
        ? translated(node).orElseGet(() -> TextOperand.of(nodes.interpreted(node)))
        : TextOperand.decoded(context -> constant);
  }

  /** Empty: there is no better way than to interpret it. */
  private Optional<TextOperand> translated(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name ->
          Optional.ofNullable(nodes.loopVariable(name))
              .filter(LoopVariable::isText)
              .map(Operands::element);
      case ExpressionNode.Field field ->
          nodes
              .path(field)
              .map(FieldPath::text)
              .or(() -> nodes.variable(field).map(TextOperand::of));
      case ExpressionNode.Choice choice -> choice(choice).map(TextOperand::decoded);
      case ExpressionNode.Index index ->
          texts(index.container())
              .filter(texts -> index.key().is(SimpleType.INT))
              .map(texts -> TextOperand.decoded(texts.at(number(index.key()))));
      case ExpressionNode.Call call -> ofCall(call);
      default -> Optional.empty();
    };
  }

  private Optional<TextOperand> ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "lowerAscii" -> target(call).map(TextOperand::lowerCase);
      case "join" -> joined(call).map(TextOperand::decoded);
      case "find" -> found(call).map(TextOperand::decoded);
      case "optionValue" ->
          ProgramCall.of(call, nodes, this)
              .map(program -> TextOperand.decoded(program.optionValue()));
      default -> Optional.empty();
    };
  }

  private static TextOperand element(LoopVariable<?> variable) {
    return TextOperand.decoded(context -> (String) variable.element(context));
  }

  /** Empty when it may be no text: the interpreter says so then. */
  private Optional<TextOperand> target(ExpressionNode.Call call) {
    return call.target().filter(each -> each.is(SimpleType.STRING)).map(this::text);
  }

  private Optional<TextExpression> found(ExpressionNode.Call call) {
    String regex = nodes.constant(call.arguments().getFirst());
    return regex == null ? Optional.empty() : target(call).map(text -> text.find(regex));
  }

  private Optional<TextExpression> joined(ExpressionNode.Call call) {
    String separator =
        call.arguments().isEmpty() ? "" : nodes.constant(call.arguments().getFirst());
    return separator == null
        ? Optional.empty()
        : call.target().flatMap(this::texts).map(texts -> texts.join(separator));
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
    return size(node)
        .or(() -> nodes.path(node).map(FieldPath::number))
        .orElseGet(
            () -> {
              ValueExpression value = nodes.interpreted(node);
              return context -> (long) value.value(context);
            });
  }

  /** {@code size(list)} and {@code list.size()}. */
  private Optional<NumberExpression> size(ExpressionNode node) {
    if (!(node instanceof ExpressionNode.Call call) || !call.function().equals("size")) {
      return Optional.empty();
    }
    ExpressionNode sized = call.operands().getFirst();
    if (sized.isName(EventSchema.ARGUMENTS)) { // else all of them would be read
      return Optional.of(context -> context.event().arguments().size());
    }
    return list(sized).map(list -> context -> list.list().of(context).size());
  }

  /** Of a node that is a list of texts. Empty: there is no better way than to interpret it. */
  Optional<TextList> texts(ExpressionNode node) {
    return list(node).flatMap(TextList::of);
  }

  /** Of a node that is a list. Empty: there is no better way than to interpret it. */
  Optional<ListOperand<?>> list(ExpressionNode node) {
    Collection<String> texts = constants(node);
    if (texts != null) {
      List<String> constants = List.copyOf(texts);
      return Optional.of(ListOperand.ofTexts(context -> constants));
    }
    return switch (node) {
      case ExpressionNode.Name name when name.isName(EventSchema.ANCESTORS) ->
          Optional.of(
              new ListOperand<>(context -> context.event().ancestors(), ProcessSchema.PROCESS));
      case ExpressionNode.Field field -> nodes.path(field).map(FieldPath::list);
      case ExpressionNode.ListOf list
          when !list.optional()
              && !list.elements().isEmpty()
              && list.elements().stream().allMatch(each -> each.is(SimpleType.STRING)) ->
          Optional.of(
              TextList.of(list.elements().stream().map(each -> text(each).text()).toList())
                  .operand());
      case ExpressionNode.Call call when call.function().equals("optionValues") ->
          ProgramCall.of(call, nodes, this).map(ProgramCall::optionValues);
      default -> Optional.empty();
    };
  }

  /** The texts of a list of constants, of a variable that is one, or of a list of the policy. */
  @Nullable Collection<String> constants(ExpressionNode list) {
    String named = list.fieldOf(Environment.LISTS);
    return named == null
        ? nodes.definition(list).constants(ExpressionNode::text)
        : lists.get(named);
  }
}
