package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Texts to be looked for in events: a hash table over their bytes, with open addressing, so that a
 * text of an event is looked up where it lies. A set would want a String of it first, and that was
 * most of what an event cost that fires nothing. At most half full. Immutable.
 */
public final class TextTable {
  private static final int FREE = -1;

  private final byte[][] texts;
  private final int[] numbers;

  /**
   * @param texts a text that is there twice counts once
   */
  public TextTable(Collection<String> texts) {
    Set<String> distinct = new LinkedHashSet<>(texts);
    int slots = Integer.highestOneBit(Math.max(1, distinct.size())) * 4;
    this.texts = new byte[slots][];
    this.numbers = new int[slots];
    Arrays.fill(numbers, FREE);
    int number = 0;
    for (String text : distinct) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int slot = EncodedText.hash(bytes) & slots - 1;
      while (numbers[slot] != FREE) {
        slot = slot + 1 & slots - 1;
      }
      this.texts[slot] = bytes;
      numbers[slot] = number++;
    }
  }

  /** Which of the distinct texts it is, in their order; -1: none of them. */
  public int find(EncodedText text) {
    int slot = text.hash() & numbers.length - 1;
    while (numbers[slot] != FREE && !text.is(texts[slot])) {
      slot = slot + 1 & numbers.length - 1;
    }
    return numbers[slot];
  }

  public boolean contains(EncodedText text) {
    return find(text) != FREE;
  }
}
