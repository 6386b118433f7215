package dev.tocsin.language;

import dev.tocsin.event.LiteralTable;
import dev.tocsin.event.LiteralTable.Literal;
import java.util.Optional;
import java.util.Set;

/**
 * Texts of which one must stand in whatever a pattern matches: {@code /etc/(passwd|shadow)} wants
 * {@code passwd} or {@code shadow}. Looking for them costs a small part of what running the pattern
 * costs, and most texts of most events have none of them.
 *
 * @param texts each of two letters or more
 * @param ignoreCase whether the case of their letters does not matter
 */
public record RequiredTexts(Set<String> texts, boolean ignoreCase) {
  public RequiredTexts {
    texts = Set.copyOf(texts);
  }

  /** Empty when the pattern wants no text that is worth looking for. */
  public static Optional<RequiredTexts> of(String pattern) {
    return PatternReader.read(pattern);
  }

  LiteralTable table() {
    return new LiteralTable(texts.stream().map(text -> new Literal(text, ignoreCase)).toList());
  }
}
