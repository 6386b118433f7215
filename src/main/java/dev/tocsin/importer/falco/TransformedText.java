package dev.tocsin.importer.falco;

import dev.tocsin.importer.RuleCondition.NumberField;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.falco.FalcoField.Form;
import dev.tocsin.importer.falco.FalcoField.OfNumber;
import dev.tocsin.importer.falco.FalcoField.OfText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text as a transformer of Falco leaves it. */
record TransformedText(OfText text) {

  /** {@code null} for a transformer that has no counterpart for the text. */
  @Nullable FalcoField by(String transformer) {
    String expression = text.field().expression();
    return switch (transformer) {
      case "tolower" -> withCase(expression + ".lowerAscii()");
      case "toupper" -> withCase(expression + ".upperAscii()");
      case "basename" ->
          switch (text.form()) {
            case TASK_NAME, FILE_OF -> text;
            case TYPED -> new OfText(text.field(), Form.FILE_OF, text.guard(), text.always());
            case PLAIN ->
                expression.endsWith(".binary") || expression.equals("file.path")
                    ? new OfText(text.field(), Form.FILE_OF, text.guard(), text.always())
                    : null;
            case REPOSITORY, FOLDER_OF -> null;
          };
      case "len" ->
          switch (text.form()) {
            case PLAIN -> length("size(" + expression + ")");
            case TASK_NAME -> length("(size(%1$s) > 15 ? 15 : size(%1$s))".formatted(expression));
            case REPOSITORY, FOLDER_OF, FILE_OF, TYPED -> null;
          };
      default -> null;
    };
  }

  private @Nullable OfText withCase(String expression) {
    return text.form() == Form.REPOSITORY
        ? null
        : new OfText(new TextField(expression), text.form(), text.guard(), text.always());
  }

  private OfNumber length(String size) {
    return new OfNumber(
        new NumberField(size, text.always() ? text.guard() : text.field().expression() + " != ''"),
        Map.of());
  }
}
