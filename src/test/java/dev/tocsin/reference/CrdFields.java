package dev.tocsin.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of an OpenAPI schema as rows of a table, each above what is in it. */
final class CrdFields {
  private static final List<String> BOUNDS =
      List.of(
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "maxProperties",
          "pattern",
          "format");

  private final JsonNode schema;
  private final List<String> rows = new ArrayList<>();

  CrdFields(JsonNode schema) {
    this.schema = schema;
    properties("", schema);
  }

  String description() {
    return ReferencePage.cell(schema.path("description").asText());
  }

  List<String> rows() {
    return List.copyOf(rows);
  }

  private void properties(String prefix, JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.path("properties").properties()) {
      add(prefix + field.getKey(), field.getValue(), required(object, field.getKey()));
    }
  }

  private void add(String path, JsonNode field, boolean required) {
    List<String> constraints = new ArrayList<>();
    if (required) {
      constraints.add("required");
    }
    constraints(field, constraints);
    JsonNode items = field.path("items");
    constraints(items, constraints);
    JsonNode values = field.path("additionalProperties");
    constraints(values, constraints);
    rows.add(
        "| `%s` | %s | %s | %s | %s |"
            .formatted(
                path,
                type(field),
                field.has("default")
                    ? "`" + ReferencePage.cell(field.get("default").toString()) + "`"
                    : "",
                String.join("; ", constraints),
                ReferencePage.cell(field.path("description").asText())));
    properties(path + ".", field);
    properties(path + "[].", items);
    properties(path + "{}.", values);
  }

  private static String type(JsonNode field) {
    if (field.path("x-kubernetes-int-or-string").asBoolean()) {
      return "integer or string";
    }
    if (field.has("items")) {
      return "list of " + type(field.get("items"));
    }
    if (field.path("additionalProperties").isObject()) {
      return "map of " + type(field.get("additionalProperties"));
    }
    return field.path("type").asText("any");
  }

  private static boolean required(JsonNode object, String name) {
    for (JsonNode each : object.path("required")) {
      if (each.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void constraints(JsonNode field, List<String> constraints) {
    if (field.has("enum")) {
      List<String> values = new ArrayList<>();
      field.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      constraints.add("one of " + String.join(", ", values));
    }
    for (String bound : BOUNDS) {
      if (field.has(bound)) {
        constraints.add("%s `%s`".formatted(bound, ReferencePage.cell(field.get(bound).asText())));
      }
    }
    for (JsonNode rule : field.path("x-kubernetes-validations")) {
      constraints.add(ReferencePage.cell(rule.path("message").asText()));
    }
  }
}
