package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.IndexedField;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.ast.AnyTextTest;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads what is asked of a text, or of a port, with constants. */
final class TextQuestions {
  private final EventKind kind;
  private final AskedTexts texts;
  private final KnownTexts constants;

  TextQuestions(EventKind kind, AskedTexts texts, KnownTexts constants) {
    this.kind = kind;
    this.texts = texts;
    this.constants = constants;
  }

  Sides of(ExpressionNode.TextTest test) {
    String constant = texts.constant(test.part());
    return constant == null
        ? Sides.UNKNOWN
        : texts.of(test.subject()).question(test.test(), constant);
  }

  /** As if each text were asked for by itself, however many they are. */
  Sides of(AnyTextTest any) {
    List<String> values = constants.all(any.list());
    Asked asked = texts.of(any.subject());
    if (values == null) {
      return Sides.UNKNOWN;
    }
    Sides sides = Sides.of(false);
    for (String value : any.compared(values)) {
      sides = sides.or(asked.question(any.test(), value));
    }
    return sides;
  }

  Sides equal(ExpressionNode one, ExpressionNode other) {
    Sides sides = oneOf(one, List.of(other));
    return sides.equals(Sides.UNKNOWN) ? oneOf(other, List.of(one)) : sides;
  }

  Sides of(ExpressionNode.Member member) {
    List<String> values = constants.named(member.container());
    if (values != null) {
      return texts.of(member.element()).isOneOf(values);
    }
    if (AskedProgram.isArguments(texts.path(member.container()))) {
      String constant = texts.constant(member.element());
      return constant == null ? Sides.UNKNOWN : AskedText.ARGUMENT.isOneOf(List.of(constant));
    }
    return member.container() instanceof ExpressionNode.ListOf list && !list.optional()
        ? oneOf(member.element(), list.elements())
        : Sides.UNKNOWN;
  }

  /** Of whether it is one of what has to be constants. */
  private Sides oneOf(ExpressionNode element, List<ExpressionNode> values) {
    if (AskedTexts.isNumber(texts.path(element))) {
      return values.stream().allMatch(value -> value.number() != null)
          ? isPort(values.stream().map(KnownTexts::constant).map(Objects::requireNonNull).toList())
          : Sides.UNKNOWN;
    }
    List<String> constants = new ArrayList<>();
    for (ExpressionNode value : values) {
      String constant = texts.constant(value);
      if (constant == null) {
        return Sides.UNKNOWN;
      }
      constants.add(constant);
    }
    return texts.of(element).isOneOf(constants);
  }

  private Sides isPort(List<String> ports) {
    IndexedField port = IndexedField.DESTINATION_PORT;
    return port.isAbsentFrom(kind)
        ? Sides.of(ports.contains(port.absent()))
        : Sides.notWithout(IndexCondition.of(port, ports));
  }
}
