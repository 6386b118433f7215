package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;

/**
 * Texts to be looked for in events: a hash table over their bytes, with open addressing, so that a
 * text of an event is looked up where it lies. A set would want a String of it first, and that was
 * most of what an event cost that fires nothing. At most half full. Immutable.
 */
public final class TextTable {
  private static final int FREE = -1;

  private final byte[][] texts;
  private final int[] numbers;
  private final int size;

  /**
   * @param texts a text that is there twice counts once
   */
  public TextTable(Collection<String> texts) {
    this(new byte[1][], new int[] {FREE}, 0, texts);
  }

  /**
   * @param texts by slot; what is there is moved or copied
   */
  private TextTable(byte[][] texts, int[] numbers, int size, Collection<String> more) {
    Collection<String> added = new LinkedHashSet<>(more);
    int slots = Integer.highestOneBit(Math.max(1, size + added.size())) * 4;
    if (slots <= numbers.length) {
      this.texts = texts.clone();
      this.numbers = numbers.clone();
    } else {
      this.texts = new byte[slots][];
      this.numbers = new int[slots];
      Arrays.fill(this.numbers, FREE);
      for (int slot = 0; slot < numbers.length; slot++) {
        if (numbers[slot] != FREE) {
          put(texts[slot], numbers[slot]);
        }
      }
    }
    int next = size;
    for (String text : added) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (put(bytes, next)) {
        next++;
      }
    }
    this.size = next;
  }

  /** The same, and further texts, whose numbers come after those that are known. */
  public TextTable with(Collection<String> more) {
    return new TextTable(texts, numbers, size, more);
  }

  /** Whether it was not there. */
  private boolean put(byte[] text, int number) {
    int slot = EncodedText.hash(text) & numbers.length - 1;
    while (numbers[slot] != FREE) {
      if (Arrays.equals(texts[slot], text)) {
        return false;
      }
      slot = slot + 1 & numbers.length - 1;
    }
    texts[slot] = text;
    numbers[slot] = number;
    return true;
  }

  /** Which of the distinct texts it is, in the order in which they came; -1: none of them. */
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
