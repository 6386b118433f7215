package dev.tocsin.importer.falco;

import java.util.List;

/** A condition as it is written. */
sealed interface FalcoExpression {

  /** One of them. */
  record Either(List<FalcoExpression> parts) implements FalcoExpression {}

  /** All of them. */
  record Both(List<FalcoExpression> parts) implements FalcoExpression {}

  /** Not so. */
  record Negated(FalcoExpression part) implements FalcoExpression {}

  /** A macro. */
  record Called(String macro) implements FalcoExpression {}

  /**
   * A comparison.
   *
   * @param operator in small letters: {@code =, !=, in, startswith, exists}
   * @param quantifier {@code oneof, anyof, allof}; else empty
   * @param values several only of {@code in, intersects, pmatch}, or with a quantifier
   * @param other the field on the right, of {@code val(field)}; else empty
   */
  record Check(
      Subject subject, String operator, String quantifier, List<String> values, String other)
      implements FalcoExpression {}

  /**
   * What is compared.
   *
   * @param field {@code proc.aname}
   * @param index {@code 2} of {@code proc.aname[2]}; else empty
   * @param transformers outermost first
   */
  record Subject(String field, String index, List<String> transformers) {
    /** Reads {@code proc.aname[2]}. */
    static Subject of(String text) {
      int bracket = text.indexOf('[');
      return bracket < 0 || !text.endsWith("]")
          ? new Subject(text, "", List.of())
          : new Subject(
              text.substring(0, bracket),
              text.substring(bracket + 1, text.length() - 1),
              List.of());
    }

    @Override
    public String toString() {
      return field + (index.isEmpty() ? "" : "[" + index + "]");
    }
  }
}
