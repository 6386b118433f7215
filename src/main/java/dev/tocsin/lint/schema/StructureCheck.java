package dev.tocsin.lint.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.api.v1alpha1.Variable;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A structural schema over a value: types, required and unknown fields, enums, ranges, lengths,
 * patterns, formats, list types; and the validation rules of values that are in order so far, as
 * the API server does it.
 *
 * <p>A null where there is a default reads as absent. Unknown fields are refused, as {@code kubectl
 * apply} has it.
 */
final class StructureCheck {
  /** Checked elsewhere; and the status, which the API server drops when an object is applied. */
  private static final Set<String> LEFT_OUT = Set.of("apiVersion", "kind", "metadata", "status");

  /** What patterns of the schema ask for, where that is said in words. */
  private static final Map<String, String> SHAPES =
      Map.of(
          GoDuration.PATTERN,
          "is no duration such as 30s, 5m or 1h30m",
          MitreTechnique.PATTERN,
          "is no technique such as T1059 or T1059.004",
          Variable.NAME,
          "is no name: letters, digits and _, not first a digit");

  /** Stands for an item that may repeat. */
  private static final Object UNIQUE = new Object();

  private final Consumer<Violation> violations;
  private int found;

  StructureCheck(Consumer<Violation> violations) {
    this.violations = violations;
  }

  void check(JsonNode schema, JsonNode object) {
    value(schema, object, Path.ROOT);
  }

  private void violation(Path path, String message) {
    found++;
    violations.accept(new Violation(path.text(), message));
  }

  private void value(JsonNode schema, JsonNode value, Path path) {
    String type = schema.path("type").asText();
    if (!Type.accepts(type, value)) {
      violation(path, "must be " + article(type) + ", not " + article(Type.of(value)));
      return;
    }
    int before = found;
    switch (Type.of(value)) {
      case "object" -> object(schema, value, path);
      case "array" -> array(schema, value, path);
      case "string" -> string(schema, value.asText(), path);
      case "integer", "number" -> number(schema, value, path);
      default -> {}
    }
    if (found == before) {
      ValidationRules.of(schema).failures(value).forEach(message -> violation(path, message));
    }
  }

  private static String article(String type) {
    return switch (type) {
      case "null" -> "null";
      case "integer", "array", "object" -> "an " + type;
      default -> "a " + type;
    };
  }

  private void object(JsonNode schema, JsonNode object, Path path) {
    for (JsonNode required : schema.path("required")) {
      if (object.path(required.asText()).isMissingNode()) {
        violation(path.field(required.asText()), "is required");
      }
    }
    if (object.size() > schema.path("maxProperties").asInt(Integer.MAX_VALUE)) {
      violation(path, "must have at most " + schema.path("maxProperties") + " entries");
    }
    JsonNode ofAll = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Path here = path.field(entry.getKey());
      JsonNode known = schema.path("properties").path(entry.getKey());
      if (path.equals(Path.ROOT) && LEFT_OUT.contains(entry.getKey())) {
        continue;
      }
      if (known.isMissingNode() && ofAll.isMissingNode()) {
        unknown(schema, here, entry.getKey());
      } else if (!(entry.getValue().isNull() && known.has("default"))) {
        value(known.isMissingNode() ? ofAll : known, entry.getValue(), here);
      }
    }
  }

  private void unknown(JsonNode schema, Path path, String name) {
    String similar =
        schema.path("properties").properties().stream()
            .map(Map.Entry::getKey)
            .filter(known -> known.equalsIgnoreCase(name) || distance(known, name) <= 2)
            .findFirst()
            .map(known -> "; did you mean " + known + "?")
            .orElse("");
    violation(path, "is not a field" + similar);
  }

  /** How many letters one must put in, leave out or exchange. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private void array(JsonNode schema, JsonNode array, Path path) {
    if (array.size() < schema.path("minItems").asInt(0)) {
      violation(path, "must have at least " + schema.path("minItems") + " items");
    }
    if (array.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
      violation(path, "must have at most " + schema.path("maxItems") + " items");
    }
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      value(schema.path("items"), array.get(i), path.item(i));
      Object key = key(schema, array.get(i));
      if (key != UNIQUE && !seen.add(key)) {
        violation(path.item(i), "is there twice: " + key);
      }
    }
  }

  /** What must be there only once in a list; {@link #UNIQUE} when anything may repeat. */
  private static Object key(JsonNode schema, JsonNode item) {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "set" -> item;
      case "map" ->
          StreamSupport.stream(schema.path("x-kubernetes-list-map-keys").spliterator(), false)
              .map(key -> item.path(key.asText()).asText())
              .collect(Collectors.joining(", "));
      default -> UNIQUE;
    };
  }

  private void string(JsonNode schema, String text, Path path) {
    int length = text.codePointCount(0, text.length());
    if (length < schema.path("minLength").asInt(0)) {
      violation(path, "must have at least " + characters(schema.path("minLength")));
    }
    if (length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      violation(path, "must have at most " + characters(schema.path("maxLength")));
    }
    String pattern = schema.path("pattern").asText();
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      violation(path, "'" + text + "' " + SHAPES.getOrDefault(pattern, "must match " + pattern));
    }
    if (schema.path("format").asText().equals("date-time") && !isTime(text)) {
      violation(path, "'" + text + "' is not a time such as 2026-01-31T12:00:00Z");
    }
    List<String> choices = choices(schema);
    if (!choices.isEmpty() && !choices.contains(text)) {
      violation(path, "'" + text + "' is not one of " + String.join(", ", choices));
    }
  }

  private static String characters(JsonNode number) {
    return number.asInt() == 1 ? "1 character" : number + " characters";
  }

  private static List<String> choices(JsonNode schema) {
    return StreamSupport.stream(schema.path("enum").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void number(JsonNode schema, JsonNode number, Path path) {
    JsonNode least = schema.path("minimum");
    JsonNode most = schema.path("maximum");
    if (!least.isMissingNode() && number.decimalValue().compareTo(least.decimalValue()) < 0) {
      violation(path, "must be at least " + least.decimalValue().toBigInteger());
    }
    if (!most.isMissingNode() && number.decimalValue().compareTo(most.decimalValue()) > 0) {
      violation(path, "must be at most " + most.decimalValue().toBigInteger());
    }
  }
}
