package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.engine.index.IndexCondition.Relation;
import dev.tocsin.event.EncodedText;
import java.util.List;

/** The texts of keys of one field, by which a text of an event is looked up. Immutable. */
sealed interface KeyTexts permits SearchedTexts, WholeTexts {
  /** Whether keys of the relation are looked up in it. */
  boolean takes(Relation relation);

  /** The number of a key; -1: it is not there. */
  int number(Key key);

  /**
   * The same, and further keys, whose numbers come after those that are known.
   *
   * @param more that are not there, each once
   */
  KeyTexts with(List<Key> more);

  /** The same kind of texts, without any. */
  KeyTexts none();

  /**
   * Adds the policies that have a key of the text to those that are chosen.
   *
   * @param policies numbers of policies, by the number of the key
   */
  void choose(EncodedText text, int[][] policies, long[] seeing, long[] chosen);

  /** Adds those that may see the place. */
  static void add(int[] policies, long[] seeing, long[] chosen) {
    for (int number : policies) {
      chosen[number >> 6] |= 1L << number & seeing[number >> 6];
    }
  }
}
