package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are looked for anywhere in a text of an event, all of them in one pass, where it lies.
 *
 * <p>A hash table over the first two bytes of each, with open addressing and at most a quarter
 * full, so that nearly every place of a text is passed with one look. An automaton would look at
 * each byte once whatever the texts are, but takes a kilobyte for each of their letters. Immutable.
 */
public final class LiteralTable {
  /** What a literal must have, in bytes. */
  public static final int SHORTEST = 2;

  private static final int FREE = -1;

  /** By literal. */
  private final byte[][] bytes;

  private final boolean[] ignoringCase;

  /** The first two bytes, in small letters, of the literals in the same slot. */
  private final int[] beginnings;

  private final int[][] literals;

  /** Those that may stand in any text that is not all ASCII. */
  private final long[] anyCase;

  /**
   * @param text at least {@link #SHORTEST} bytes long
   * @param ignoreCase of ASCII letters. A text with any other character is then taken to contain
   *     it: what matches a letter of another case there is not for this class to know
   */
  public record Literal(String text, boolean ignoreCase) {
    public Literal {
      if (text.getBytes(StandardCharsets.UTF_8).length < SHORTEST) {
        throw new IllegalArgumentException("'" + text + "' is too short to be looked for");
      }
    }

    private byte[] bytes() {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (ignoreCase) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = EncodedText.lowerCase(bytes[i]);
        }
      }
      return bytes;
    }
  }

  public LiteralTable(List<Literal> wanted) {
    bytes = wanted.stream().map(Literal::bytes).toArray(byte[][]::new);
    ignoringCase = new boolean[wanted.size()];
    anyCase = newSet();
    Map<Integer, List<Integer>> byBeginning = new HashMap<>();
    for (int literal = 0; literal < bytes.length; literal++) {
      ignoringCase[literal] = wanted.get(literal).ignoreCase();
      if (ignoringCase[literal]) {
        anyCase[literal >> 6] |= 1L << literal;
      }
      byBeginning
          .computeIfAbsent(
              pair(small(bytes[literal][0]), small(bytes[literal][1])), _ -> new ArrayList<>())
          .add(literal);
    }
    int slots = Integer.highestOneBit(Math.max(1, byBeginning.size())) * 8;
    beginnings = new int[slots];
    Arrays.fill(beginnings, FREE);
    literals = new int[slots][];
    byBeginning.forEach(
        (pair, numbers) -> {
          int slot = slot(pair);
          while (beginnings[slot] != FREE) {
            slot = next(slot);
          }
          beginnings[slot] = pair;
          literals[slot] = numbers.stream().mapToInt(Integer::intValue).toArray();
        });
  }

  /** A bit for each literal, none of them set. */
  public long[] newSet() {
    return new long[(bytes.length + Long.SIZE - 1) / Long.SIZE];
  }

  /** Whether one of them stands in the text; with case ignored, whether one may. */
  public boolean finds(EncodedText text) {
    return scan(text, null);
  }

  /**
   * Finds the literals that stand in the text; with case ignored, those that may.
   *
   * @param found of {@link #newSet}; the bits of those are set, and no bit is cleared
   */
  public void find(EncodedText text, long[] found) {
    scan(text, found);
  }

  /**
   * @param found absent: the first will do
   */
  private boolean scan(EncodedText text, long @Nullable [] found) {
    byte[] where = text.bytes();
    int last = text.to() - 1;
    if (last < text.from()) {
      return false;
    }
    int letters = where[text.from()];
    int first = small(where[text.from()]);
    for (int at = text.from(); at < last; at++) {
      letters |= where[at + 1];
      int second = small(where[at + 1]);
      int pair = pair(first, second);
      for (int slot = slot(pair); beginnings[slot] != FREE; slot = next(slot)) {
        if (beginnings[slot] == pair) {
          if (compare(literals[slot], where, at, last + 1, found)) {
            return true;
          }
          break;
        }
      }
      first = second;
    }
    return letters < 0 && mayStand(found);
  }

  private boolean compare(int[] candidates, byte[] where, int at, int to, long @Nullable [] found) {
    for (int literal : candidates) {
      if (stands(bytes[literal], ignoringCase[literal], where, at, to)) {
        if (found == null) {
          return true;
        }
        found[literal >> 6] |= 1L << literal;
      }
    }
    return false;
  }

  /** There is a letter that is no ASCII. */
  private boolean mayStand(long @Nullable [] found) {
    boolean any = false;
    for (int word = 0; word < anyCase.length; word++) {
      any |= anyCase[word] != 0;
      if (found != null) {
        found[word] |= anyCase[word];
      }
    }
    return any;
  }

  private static boolean stands(byte[] literal, boolean ignoreCase, byte[] where, int at, int to) {
    if (to - at < literal.length) {
      return false;
    }
    for (int i = 0; i < literal.length; i++) {
      byte here = where[at + i];
      if ((ignoreCase ? EncodedText.lowerCase(here) : here) != literal[i]) {
        return false;
      }
    }
    return true;
  }

  private static int small(byte letter) {
    return EncodedText.lowerCase(letter) & 0xff;
  }

  private static int pair(int first, int second) {
    return first << Byte.SIZE | second;
  }

  private int slot(int pair) {
    return (pair * 0x9e3779b1 >>> 16) & beginnings.length - 1;
  }

  private int next(int slot) {
    return slot + 1 & beginnings.length - 1;
  }
}
