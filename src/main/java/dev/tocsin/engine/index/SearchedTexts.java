package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.engine.index.IndexCondition.Relation;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.LiteralTable;
import java.util.Arrays;
import java.util.List;

/** Keys that are looked for anywhere in the text of a field. */
final class SearchedTexts implements KeyTexts {
  private final LiteralTable literals;
  private final long[] found;

  SearchedTexts() {
    this(new LiteralTable(List.of()));
  }

  private SearchedTexts(LiteralTable literals) {
    this.literals = literals;
    this.found = literals.newSet();
  }

  @Override
  public boolean takes(Relation relation) {
    return relation == Relation.HAS || relation == Relation.HAS_IN_ANY_CASE;
  }

  @Override
  public int number(Key key) {
    return literals.number(key.literal());
  }

  @Override
  public KeyTexts with(List<Key> more) {
    return new SearchedTexts(literals.with(more.stream().map(Key::literal).toList()));
  }

  @Override
  public KeyTexts none() {
    return new SearchedTexts();
  }

  @Override
  public void choose(EncodedText text, int[][] policies, long[] seeing, long[] chosen) {
    Arrays.fill(found, 0);
    literals.find(text, found);
    for (int word = 0; word < found.length; word++) {
      for (long left = found[word]; left != 0; left &= left - 1) {
        KeyTexts.add(policies[word * Long.SIZE + Long.numberOfTrailingZeros(left)], seeing, chosen);
      }
    }
  }
}
