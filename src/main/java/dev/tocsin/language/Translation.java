package dev.tocsin.language;

import com.google.common.primitives.Longs;
import dev.cel.common.types.SimpleType;
import dev.tocsin.command.Command;
import dev.tocsin.command.CommandPatterns;
import dev.tocsin.command.ShellText;
import dev.tocsin.language.ast.AnyTextTest;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Quantifier;
import dev.tocsin.language.function.Cidr;
import dev.tocsin.language.function.ImageList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The translation of one checked expression into predicates. A node that is none of those below
 * becomes a call of the interpreter for this node and all below it.
 */
final class Translation {
  private final Nodes nodes;
  private final Map<String, Collection<String>> lists;
  private final Operands operands;

  /**
   * @param lists those of the policy, by name
   * @param interpreter has the lists and variables of the policy
   */
  Translation(
      CheckedExpression expression,
      Map<String, Collection<String>> lists,
      Interpreter interpreter) {
    this(new Nodes(expression, interpreter), lists);
  }

  private Translation(Nodes nodes, Map<String, Collection<String>> lists) {
    this.nodes = nodes;
    this.lists = lists;
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

  /** Whether a part of what was translated so far is left to the interpreter. */
  boolean isInterpreted() {
    return nodes.anyInterpreted();
  }

  /** Of a node of the expression that is a bool. */
  Predicate predicate(ExpressionNode node) {
    return translated(node).orElseGet(() -> nodes.interpreted(node).predicate());
  }

  /** Empty: there is no better way than to interpret it. */
  private Optional<Predicate> translated(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Constant constant -> booleanConstant(constant.value());
      case ExpressionNode.Field field -> field.is(SimpleType.BOOL) ? flag(field) : Optional.empty();
      case ExpressionNode.Has has -> nodes.path(has).map(path -> path::isPresent);
      case ExpressionNode.And and -> ofBools(and).map(each -> Logic.and(each.get(0), each.get(1)));
      case ExpressionNode.Or or -> ofBools(or).map(each -> Logic.or(each.get(0), each.get(1)));
      case ExpressionNode.Not not -> ofBools(not).map(each -> Logic.not(each.getFirst()));
      case ExpressionNode.Choice choice ->
          ofBools(choice).map(each -> Logic.choice(each.get(0), each.get(1), each.get(2)));
      case ExpressionNode.Compare compare -> comparison(compare);
      case ExpressionNode.Member member -> membership(member.element(), member.container());
      case ExpressionNode.TextTest test -> question(test);
      case ExpressionNode.Call call -> ofCall(call);
      case ExpressionNode.Name name -> Optional.empty();
      case ExpressionNode.Index index -> Optional.empty();
      case ExpressionNode.ListOf list -> Optional.empty();
      case ExpressionNode.MapOf map -> Optional.empty();
      case ExpressionNode.Loop loop -> loop(loop);
      case ExpressionNode.Made made -> Optional.empty();
    };
  }

  private static Optional<Predicate> booleanConstant(Object value) {
    if (!(value instanceof Boolean)) {
      return Optional.empty();
    }
    boolean verdict = (boolean) value;
    return Optional.of(context -> verdict);
  }

  private Optional<Predicate> flag(ExpressionNode.Field field) {
    return nodes
        .path(field)
        .<Predicate>map(FieldPath::flag)
        .or(() -> nodes.variable(field).map(ValueExpression::predicate));
  }

  private Optional<Predicate> ofCall(ExpressionNode.Call call) {
    return switch (call.function()) {
      case "isImageIn" -> image(call);
      case "isIP" -> address(call.arguments().getFirst()).map(AddressOperand::isIp);
      case "containsIP" -> containsIp(call);
      case "hasOption" -> ProgramCall.of(call, nodes, operands).map(ProgramCall::hasOption);
      case "runsOutputOf" -> runsOutputOf(call);
      case "isAnyOf" -> ProgramCall.of(call, nodes, operands).flatMap(ProgramCall::isAnyOf);
      default -> AnyTextTest.of(call).flatMap(this::anyText);
    };
  }

  /** {@code exists} and {@code all}; empty for others, and where one within is left. */
  private Optional<Predicate> loop(ExpressionNode.Loop loop) {
    if (EventSchema.VARIABLES.containsKey(loop.variable())
        || loop.variable().equals(Environment.LISTS)
        || loop.variable().equals(Environment.VARIABLES)) {
      return Optional.empty(); // hides what is known by its name
    }
    return loop.quantifier()
        .flatMap(
            quantifier ->
                operands.list(loop.range()).flatMap(list -> loop(loop, quantifier, list)));
  }

  private <E> Optional<Predicate> loop(
      ExpressionNode.Loop loop, Quantifier quantifier, ListOperand<E> list) {
    LoopVariable<E> element = new LoopVariable<>(nodes.newSlot(), list.elements());
    int left = nodes.innerLoopsLeft();
    Predicate test =
        new Translation(nodes.within(loop.variable(), element), lists)
            .predicate(quantifier.predicate());
    return nodes.innerLoopsLeft() > left // its steps would not be counted with those of this one
        ? Optional.empty()
        : Optional.of(
            new ElementTest<>(
                list.list(),
                element.slot(),
                quantifier.decisive() ? possible(loop.variable(), quantifier, list) : null,
                test,
                quantifier.decisive(),
                nodes.isInLoop()));
  }

  /** Null: nothing is known of the elements for which it holds. */
  private <E> ElementTest.@Nullable Possible<E> possible(
      String variable, Quantifier exists, ListOperand<E> list) {
    Set<String> names =
        list.elements() == CommandSchema.PROGRAM
            ? new NamedPrograms(variable, operands::constants, nodes::constant)
                .of(exists.predicate())
            : null;
    return names == null
        ? null
        : element -> element instanceof Command program && names.contains(program.name());
  }

  private Optional<Predicate> anyText(AnyTextTest any) {
    Collection<String> texts = operands.constants(any.list());
    if (texts == null || !any.text().is(SimpleType.STRING)) {
      return Optional.empty();
    }
    TextOperand text = operands.text(any.text());
    return Optional.of(
        new AnyText(any.ignoreCase() ? text.lowerCase() : text, any.compared(texts))
            .any(any.test()));
  }

  /** Empty when one of them may be something else: the interpreter says so then. */
  private Optional<List<Predicate>> ofBools(ExpressionNode node) {
    return node.operands().stream().allMatch(each -> each.is(SimpleType.BOOL))
        ? Optional.of(node.operands().stream().map(this::predicate).toList())
        : Optional.empty();
  }

  private Optional<Predicate> comparison(ExpressionNode.Compare compare) {
    ExpressionNode first = compare.left();
    ExpressionNode second = compare.right();
    return switch (compare.sign()) {
      case EQUAL -> equality(first, second);
      case NOT_EQUAL -> equality(first, second).map(Logic::not);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          Nodes.are(first, second, SimpleType.INT)
              ? Optional.of(order(compare.sign(), operands.number(first), operands.number(second)))
              : Optional.empty();
    };
  }

  private Optional<Predicate> equality(ExpressionNode first, ExpressionNode second) {
    if (Nodes.are(first, second, SimpleType.STRING)) {
      return Optional.of(equalTexts(first, second));
    }
    if (Nodes.are(first, second, SimpleType.INT)) {
      return Optional.of(
          order(
              ExpressionNode.Compare.Sign.EQUAL, operands.number(first), operands.number(second)));
    }
    if (Nodes.are(first, second, SimpleType.BOOL)) {
      Predicate a = predicate(first);
      Predicate b = predicate(second);
      return Optional.of(context -> a.test(context) == b.test(context));
    }
    return Optional.empty();
  }

  private Predicate equalTexts(ExpressionNode first, ExpressionNode second) {
    String constant = nodes.constant(second);
    if (constant != null) {
      return operands.text(first).is(constant);
    }
    constant = nodes.constant(first);
    if (constant != null) {
      return operands.text(second).is(constant);
    }
    TextExpression a = operands.text(first).text();
    TextExpression b = operands.text(second).text();
    return context -> a.text(context).equals(b.text(context));
  }

  private static Predicate order(
      ExpressionNode.Compare.Sign sign, NumberExpression a, NumberExpression b) {
    return switch (sign) {
      case EQUAL -> context -> a.number(context) == b.number(context);
      case NOT_EQUAL -> context -> a.number(context) != b.number(context);
      case LESS -> context -> a.number(context) < b.number(context);
      case LESS_OR_EQUAL -> context -> a.number(context) <= b.number(context);
      case GREATER -> context -> a.number(context) > b.number(context);
      case GREATER_OR_EQUAL -> context -> a.number(context) >= b.number(context);
    };
  }

  private Optional<Predicate> membership(ExpressionNode element, ExpressionNode container) {
    if (element.is(SimpleType.STRING)) {
      Collection<String> texts = operands.constants(container);
      if (texts != null) {
        return Optional.of(operands.text(element).isIn(texts));
      }
      TextExpression text = operands.text(element).text();
      return nodes
          .path(container)
          .map(FieldPath::labels)
          .<Predicate>map(
              labels -> context -> labels.apply(context).containsKey(text.text(context)))
          .or(() -> operands.texts(container).map(list -> list.contains(text)));
    }
    List<Long> written =
        element.is(SimpleType.INT) ? container.constants(ExpressionNode::number) : null;
    if (written == null) {
      return Optional.empty();
    }
    long[] numbers = Longs.toArray(written);
    NumberExpression number = operands.number(element);
    return Optional.of(context -> Longs.contains(numbers, number.number(context)));
  }

  private Optional<Predicate> question(ExpressionNode.TextTest test) {
    if (!Nodes.are(test.subject(), test.part(), SimpleType.STRING)) {
      return Optional.empty();
    }
    TextOperand text = operands.text(test.subject());
    String constant = nodes.constant(test.part());
    if (constant == null) {
      return questionOfParts(test.test(), text.text(), operands.text(test.part()).text());
    }
    return Optional.of(
        switch (test.test()) {
          case STARTS_WITH -> text.startsWith(constant);
          case ENDS_WITH -> text.endsWith(constant);
          case CONTAINS -> text.contains(constant);
          case MATCHES -> text.matches(constant);
        });
  }

  /** For a part that is known only then; a pattern is left to those that the policy has met. */
  private static Optional<Predicate> questionOfParts(
      ExpressionNode.TextTest.Test test, TextExpression text, TextExpression part) {
    return switch (test) {
      case STARTS_WITH -> Optional.of(context -> text.text(context).startsWith(part.text(context)));
      case ENDS_WITH -> Optional.of(context -> text.text(context).endsWith(part.text(context)));
      case CONTAINS ->
          Optional.of(
              context -> {
                String searched = text.text(context);
                String sought = part.text(context);
                Charge.search(searched.length(), sought.length());
                return searched.contains(sought);
              });
      case MATCHES -> Optional.empty();
    };
  }

  private Optional<Predicate> image(ExpressionNode.Call call) {
    Collection<String> texts = operands.constants(call.arguments().getFirst());
    ExpressionNode target = call.target().orElse(null);
    if (texts == null || target == null || !target.is(SimpleType.STRING)) {
      return Optional.empty();
    }
    ImageList images = new ImageList(texts);
    TextExpression image = operands.text(target).text();
    return Optional.of(context -> images.contains(image.text(context)));
  }

  private Optional<Predicate> runsOutputOf(ExpressionNode.Call call) {
    Collection<String> texts = operands.constants(call.arguments().getFirst());
    if (texts == null) {
      return Optional.empty();
    }
    CommandPatterns sources = CommandPatterns.of(texts);
    return call.target()
        .flatMap(target -> nodes.object(target, CommandSchema.SHELL))
        .map(
            shell ->
                context -> {
                  ShellText text = shell.apply(context);
                  Charge.steps(CommandFunctions.SEARCH * (1L + text.commands().size()));
                  return !text.commands().isEmpty() && text.runsOutputOf(sources);
                });
  }

  private Optional<Predicate> containsIp(ExpressionNode.Call call) {
    String network = call.target().map(Translation::networkConstant).orElse(null);
    return network == null
        ? Optional.empty()
        : address(call.arguments().getFirst()).map(address -> address.isIn(Cidr.parse(network)));
  }

  private Optional<AddressOperand> address(ExpressionNode node) {
    return node.is(SimpleType.STRING)
        ? Optional.of(new AddressOperand(operands.text(node)))
        : Optional.empty();
  }

  private static @Nullable String networkConstant(ExpressionNode node) {
    return node instanceof ExpressionNode.Call call
            && call.function().equals("cidr")
            && call.target().isEmpty()
        ? call.arguments().getFirst().text()
        : null;
  }
}
