package dev.tocsin.lint.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** The types of OpenAPI, as a JSON value has them. */
final class Type {
  private Type() {}

  /** {@code integer}, {@code string}, ... */
  static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case OBJECT, POJO -> "object";
      case STRING, BINARY -> "string";
      case NULL, MISSING -> "null";
    };
  }

  static boolean accepts(String wanted, JsonNode value) {
    String actual = of(value);
    return wanted.isEmpty()
        || wanted.equals(actual)
        || (wanted.equals("number") && actual.equals("integer"));
  }
}
