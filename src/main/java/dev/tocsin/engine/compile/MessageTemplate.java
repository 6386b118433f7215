package dev.tocsin.engine.compile;

import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.TextExpression;
import java.util.List;
import java.util.function.UnaryOperator;

/** Text with holes, such as the message of an alert. */
public final class MessageTemplate {
  private final List<Part> parts;
  private final boolean constant;

  MessageTemplate(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.constant = parts.stream().noneMatch(Hole.class::isInstance);
  }

  /** A piece of text, or a hole. */
  sealed interface Part {}

  record Literal(String text) implements Part {}

  record Hole(TextExpression expression) implements Part {}

  /** Whether it has no holes. */
  public boolean isConstant() {
    return constant;
  }

  /**
   * A hole whose value is absent stays empty, one that cannot be worked out reads {@code ?}.
   *
   * @param longest where the text may end, in characters: many holes may all have the longest
   *     value. The part that reaches it is the last, and whole
   */
  public String render(EventContext context, int longest) {
    return render(context, longest, UnaryOperator.identity());
  }

  /**
   * @param escape makes the value of a hole harmless where the text is used
   */
  public String render(EventContext context, int longest, UnaryOperator<String> escape) {
    StringBuilder message = new StringBuilder();
    for (Part part : parts) {
      if (message.length() > longest) {
        break;
      }
      switch (part) {
        case Literal literal -> message.append(literal.text());
        case Hole hole -> message.append(escape.apply(fill(hole, context)));
      }
    }
    return message.toString();
  }

  private static String fill(Hole hole, EventContext context) {
    try {
      return hole.expression().text(context);
    } catch (EvaluationException e) {
      return e.reason() == EvaluationException.Cause.ABSENT ? "" : "?";
    }
  }
}
