package dev.tocsin.importer.sigma;

import java.util.List;

/**
 * {@code Image|endswith|cased}.
 *
 * @param field empty for keywords
 * @param modifiers in the order written
 * @param line where it stands
 */
record FieldKey(String field, List<String> modifiers, int line) {
  static FieldKey read(String key, int line) {
    List<String> parts = List.of(key.split("\\|", -1));
    return new FieldKey(parts.getFirst(), parts.subList(1, parts.size()), line);
  }
}
