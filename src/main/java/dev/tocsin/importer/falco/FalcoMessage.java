package dev.tocsin.importer.falco;

import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.falco.FalcoExpression.Subject;
import dev.tocsin.importer.falco.FalcoField.Form;
import dev.tocsin.importer.falco.FalcoField.OfNumber;
import dev.tocsin.importer.falco.FalcoField.OfText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of a rule as the message of an alert. */
final class FalcoMessage {
  private static final Pattern FIELD =
      Pattern.compile("([^\\s%|]*?[=:]?)?%([a-z][a-zA-Z0-9_.]*)(?:\\[([^\\]]*)\\])?");

  private final FalcoFields fields;
  private final FalcoEvent event;
  private final Set<String> missing = new LinkedHashSet<>();

  FalcoMessage(FalcoFields fields, FalcoEvent event) {
    this.fields = fields;
    this.event = event;
  }

  /** Fields that the events do not have. */
  Set<String> missing() {
    return missing;
  }

  /** With holes for expressions; a field that is missing is left out with what names it. */
  String of(String output) {
    Matcher matcher = FIELD.matcher(output.strip().replaceAll("\\s+", " ").replace("{{", "{ {"));
    StringBuilder message = new StringBuilder();
    while (matcher.find()) {
      String index = matcher.group(3) == null ? "" : matcher.group(3);
      String field = matcher.group(2).replaceFirst("\\.$", "");
      String dot = matcher.group(2).substring(field.length());
      String before = matcher.group(1) == null ? "" : matcher.group(1);
      String hole = hole(field, index);
      matcher.appendReplacement(
          message, Matcher.quoteReplacement(hole.isEmpty() ? "" : before + hole + dot));
    }
    return matcher
        .appendTail(message)
        .toString()
        .replaceAll("\\s+", " ")
        .replace(" )", ")")
        .strip();
  }

  private String hole(String field, String index) {
    if (field.equals("evt.type")) {
      return "{{event.kind}}";
    }
    if (field.equals("container.id")) {
      return "{{process.docker}}";
    }
    try {
      return switch (fields.of(new Subject(field, index, List.of()))) {
        case OfText text
            when text.form() == Form.PLAIN
                || text.form() == Form.TASK_NAME
                || text.form() == Form.REPOSITORY ->
            text.guard().isEmpty()
                ? "{{" + text.field().expression() + "}}"
                : "{{" + text.guard() + " ? " + text.field().expression() + " : ''}}";
        case OfNumber number -> "{{" + number.field().expression() + "}}";
        default -> missing(field, index);
      };
    } catch (NotConvertibleException e) {
      return missing(field, index);
    }
  }

  private String missing(String field, String index) {
    missing.add("%" + field + (index.isEmpty() ? "" : "[" + index + "]"));
    return "";
  }
}
