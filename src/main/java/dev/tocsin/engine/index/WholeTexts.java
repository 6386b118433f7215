package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.engine.index.IndexCondition.Relation;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.TextTable;
import java.util.List;

/** Keys that are the whole text of a field, as it stands or in small letters. */
final class WholeTexts implements KeyTexts {
  private final boolean small;
  private final TextTable values;
  private final EncodedText lowered = new EncodedText();

  WholeTexts(boolean small) {
    this(small, new TextTable(List.of()));
  }

  private WholeTexts(boolean small, TextTable values) {
    this.small = small;
    this.values = values;
  }

  @Override
  public boolean takes(Relation relation) {
    return relation == (small ? Relation.IS_IN_ANY_CASE : Relation.IS);
  }

  @Override
  public int number(Key key) {
    EncodedText text = new EncodedText();
    text.set(key.value());
    return values.find(text);
  }

  @Override
  public KeyTexts with(List<Key> more) {
    return new WholeTexts(small, values.with(more.stream().map(Key::value).toList()));
  }

  @Override
  public KeyTexts none() {
    return new WholeTexts(small);
  }

  @Override
  public void choose(EncodedText text, int[][] policies, long[] seeing, long[] chosen) {
    if (small) {
      lowered.lowerCaseOf(text);
    }
    int value = values.find(small ? lowered : text);
    if (value >= 0) {
      KeyTexts.add(policies[value], seeing, chosen);
    }
  }
}
