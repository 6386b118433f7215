package dev.tocsin.notify.format;

import dev.tocsin.engine.compile.MessageTemplate;
import dev.tocsin.engine.compile.TemplateCompiler;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Event;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What an output says of an alert in its user's own words. For one thread. */
public final class AlertTemplate {
  private final MessageTemplate template;
  private final EventContext context = new EventContext();

  private AlertTemplate(MessageTemplate template) {
    this.template = template;
  }

  /**
   * @param field that has the text
   * @throws InvalidTemplateException says what is wrong with the text, and where
   */
  public static AlertTemplate of(String field, String text) throws InvalidTemplateException {
    List<Diagnostic> diagnostics = new ArrayList<>();
    MessageTemplate template =
        new TemplateCompiler(
                field, Environment.standard(), new ExpressionCompiler(Map.of()), each -> {})
            .compile(text, diagnostics);
    for (Diagnostic each : diagnostics) {
      if (each.isError()) {
        throw new InvalidTemplateException(each.toString());
      }
    }
    return new AlertTemplate(template);
  }

  /**
   * A hole without a value stays empty, one that cannot be worked out reads {@code ?}.
   *
   * @param escape makes the value of a hole harmless in the receiver's format
   * @param longest in characters; the rest is left out
   */
  public String render(AlertView alert, UnaryOperator<String> escape, int longest) {
    context.enter(Event.of(alert), alert.where());
    String text = template.render(context, longest, escape);
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  /** A template that cannot be used. */
  public static final class InvalidTemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTemplateException(String message) {
      super(message);
    }
  }
}
