package dev.tocsin.language.text;

import dev.tocsin.event.LiteralTable;
import dev.tocsin.event.LiteralTable.Literal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must stand in whatever a pattern matches: {@code /proc/.*(passwd|shadow)} wants {@code
 * /proc/}, and {@code passwd} or {@code shadow}. Looking for them costs a small part of what
 * running the pattern costs, and most texts of most events have none of them.
 *
 * @param choices of each, one must be there; the most telling first. Their texts have two letters
 *     or more
 * @param ignoreCase whether the case of their letters does not matter
 * @param enough whether a text that has them is a match: the pattern is nothing else
 */
public record RequiredTexts(List<Set<String>> choices, boolean ignoreCase, boolean enough) {
  public RequiredTexts {
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("nothing is required");
    }
    choices = choices.stream().map(Set::copyOf).toList();
  }

  /** Empty when the pattern wants no text that is worth looking for. */
  public static Optional<RequiredTexts> of(String pattern) {
    return PatternReader.read(pattern);
  }

  /** The most telling choice. */
  public Set<String> texts() {
    return choices.getFirst();
  }

  List<LiteralTable> tables() {
    return choices.stream().map(this::table).toList();
  }

  private LiteralTable table(Set<String> texts) {
    return new LiteralTable(texts.stream().map(text -> new Literal(text, ignoreCase)).toList());
  }
}
