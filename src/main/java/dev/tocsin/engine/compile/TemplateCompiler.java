package dev.tocsin.engine.compile;

import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.ResultType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Checks and compiles text with {@code {{expression}}} holes. */
public final class TemplateCompiler {
  private final String field;
  private final Environment environment;
  private final ExpressionCompiler compiler;
  private final Consumer<CheckedExpression> each;

  /**
   * @param field that has the text, for what is wrong with it
   * @param each takes every hole's expression
   */
  public TemplateCompiler(
      String field,
      Environment environment,
      ExpressionCompiler compiler,
      Consumer<CheckedExpression> each) {
    this.field = field;
    this.environment = environment;
    this.compiler = compiler;
    this.each = each;
  }

  /** A hole that is wrong is left out, and is among the diagnostics with its place in the text. */
  public MessageTemplate compile(String template, List<Diagnostic> diagnostics) {
    List<MessageTemplate.Part> parts = new ArrayList<>();
    for (MessageParser.Piece piece : MessageParser.parse(template)) {
      switch (piece) {
        case MessageParser.Piece.Text text -> parts.add(new MessageTemplate.Literal(text.text()));
        case MessageParser.Piece.Unclosed unclosed ->
            diagnostics.add(
                Place.of(template, unclosed.offset())
                    .moved(Diagnostic.error(field, "{{ without }}")));
        case MessageParser.Piece.Expression hole -> {
          Environment.Checked checked = environment.check(field, hole.text(), ResultType.SCALAR);
          Place place = Place.of(template, hole.offset());
          checked.diagnostics().forEach(d -> diagnostics.add(place.moved(d)));
          checked.expression().ifPresent(each);
          checked
              .expression()
              .map(compiler::text)
              .ifPresent(text -> parts.add(new MessageTemplate.Hole(text)));
        }
      }
    }
    return new MessageTemplate(parts);
  }

  /** Where a hole begins in its template, to move what is wrong with the hole there. */
  private record Place(int line, int column) {
    static Place of(String template, int offset) {
      int line = 1;
      int lineStart = 0;
      for (int i = 0; i < offset; i++) {
        if (template.charAt(i) == '\n') {
          line++;
          lineStart = i + 1;
        }
      }
      return new Place(line, template.codePointCount(lineStart, offset) + 1);
    }

    Diagnostic moved(Diagnostic d) {
      int column = d.line() == 1 ? this.column + d.column() - 1 : d.column();
      return new Diagnostic(d.severity(), d.field(), line + d.line() - 1, column, d.message());
    }
  }
}
