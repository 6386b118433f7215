package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are looked for anywhere in a text of an event, all of them in one pass, where it lies.
 *
 * <p>A hash table over two bytes of each, with open addressing and at most a quarter full, so that
 * nearly every place of a text is passed with one look. Which two: those that the fewest of the
 * others have, since thousands of texts begin with a blank and a dash. An automaton would look at
 * each byte once whatever the texts are, but takes a kilobyte for each of their letters. Immutable.
 */
public final class LiteralTable {
  /** What a literal must have, in bytes. */
  public static final int SHORTEST = 2;

  /**
   * As many bytes are compared in one pass, for each byte of the text and besides: a thousand texts
   * of one letter only, looked for in a long text of that letter, took half a second.
   */
  private static final long COMPARED_FOR_EACH = 256;

  private static final long COMPARED_BESIDES = 16_384;

  private static final int FREE = -1;
  private static final int[] NONE = {};

  /** By literal. */
  private final byte[][] bytes;

  private final boolean[] ignoringCase;

  /** By literal, where in it the two bytes are that it is found by. */
  private final int[] offsets;

  /** Two bytes, in small letters, of the literals in the same slot. */
  private final int[] pairs;

  private final int[][] literals;

  /** Slots that are not free. */
  private final int used;

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
    this(new LiteralTable(), wanted);
  }

  private LiteralTable() {
    bytes = new byte[0][];
    ignoringCase = new boolean[0];
    offsets = NONE;
    pairs = new int[] {FREE};
    literals = new int[1][];
    used = 0;
    anyCase = newSet();
  }

  private LiteralTable(LiteralTable known, List<Literal> more) {
    int first = known.bytes.length;
    int size = first + more.size();
    bytes = Arrays.copyOf(known.bytes, size);
    ignoringCase = Arrays.copyOf(known.ignoringCase, size);
    offsets = Arrays.copyOf(known.offsets, size);
    anyCase = newSet();
    System.arraycopy(known.anyCase, 0, anyCase, 0, known.anyCase.length);
    for (int literal = first; literal < size; literal++) {
      bytes[literal] = more.get(literal - first).bytes();
      ignoringCase[literal] = more.get(literal - first).ignoreCase();
      if (ignoringCase[literal]) {
        anyCase[literal >> 6] |= 1L << literal;
      }
    }
    Map<Integer, List<Integer>> byPair = known.byRarestPair(bytes, offsets);
    used = known.used + known.missing(byPair.keySet());
    int slots = Integer.highestOneBit(Math.max(1, used)) * 8;
    if (slots <= known.pairs.length) {
      pairs = known.pairs.clone();
      literals = known.literals.clone();
    } else {
      pairs = new int[slots];
      Arrays.fill(pairs, FREE);
      literals = new int[slots][];
      for (int slot = 0; slot < known.pairs.length; slot++) {
        if (known.pairs[slot] != FREE) {
          put(known.pairs[slot], known.literals[slot]);
        }
      }
    }
    byPair.forEach(
        (pair, numbers) -> put(pair, numbers.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The same, and further ones, whose numbers come after those that are known. */
  public LiteralTable with(List<Literal> more) {
    return new LiteralTable(this, more);
  }

  /**
   * New literals by the two of their bytes that are in the fewest places of each other, and by
   * which the fewest are found that are known.
   *
   * @param texts of all; those that are known come first
   * @param offsets takes where in each new one the two bytes are
   */
  private Map<Integer, List<Integer>> byRarestPair(byte[][] texts, int[] offsets) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = bytes.length; i < texts.length; i++) {
      for (int at = 0; at < texts[i].length - 1; at++) {
        counts.merge(pair(texts[i], at), 1, Integer::sum);
      }
    }
    Map<Integer, List<Integer>> byPair = new HashMap<>();
    for (int i = bytes.length; i < texts.length; i++) {
      int fewest = Integer.MAX_VALUE;
      for (int at = 0; at < texts[i].length - 1; at++) {
        int pair = pair(texts[i], at);
        int count = counts.getOrDefault(pair, 0) + foundBy(pair).length;
        if (count < fewest) {
          fewest = count;
          offsets[i] = at;
        }
      }
      byPair.computeIfAbsent(pair(texts[i], offsets[i]), _ -> new ArrayList<>()).add(i);
    }
    return byPair;
  }

  private int missing(Set<Integer> wanted) {
    int missing = 0;
    for (int pair : wanted) {
      missing += foundBy(pair).length == 0 ? 1 : 0;
    }
    return missing;
  }

  private int[] foundBy(int pair) {
    int slot = slot(pair);
    while (pairs[slot] != FREE && pairs[slot] != pair) {
      slot = next(slot);
    }
    return pairs[slot] == FREE ? NONE : literals[slot];
  }

  private void put(int pair, int[] more) {
    int slot = slot(pair);
    while (pairs[slot] != FREE && pairs[slot] != pair) {
      slot = next(slot);
    }
    int known = pairs[slot] == FREE ? 0 : literals[slot].length;
    int[] all = known == 0 ? more : Arrays.copyOf(literals[slot], known + more.length);
    if (known > 0) {
      System.arraycopy(more, 0, all, known, more.length);
    }
    pairs[slot] = pair;
    literals[slot] = all;
  }

  /** Which one it is, in the order in which they came; -1: none of them. */
  public int number(Literal wanted) {
    byte[] text = wanted.bytes();
    for (int at = 0; at < text.length - 1; at++) {
      for (int literal : foundBy(pair(text, at))) {
        if (ignoringCase[literal] == wanted.ignoreCase() && Arrays.equals(bytes[literal], text)) {
          return literal;
        }
      }
    }
    return FREE;
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
   * Finds the literals that stand in the text; with case ignored, those that may; and all of them
   * where that takes too long to say.
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
    long left =
        found == null
            ? Long.MAX_VALUE
            : COMPARED_BESIDES + COMPARED_FOR_EACH * (text.to() - text.from());
    int letters = where[text.from()];
    int first = small(where[text.from()]);
    for (int at = text.from(); at < last; at++) {
      letters |= where[at + 1];
      int second = small(where[at + 1]);
      int pair = pair(first, second);
      for (int slot = slot(pair); pairs[slot] != FREE; slot = next(slot)) {
        if (pairs[slot] == pair) {
          left -= compare(literals[slot], text, at, found);
          if (left <= 0) {
            addAll(found);
            return true;
          }
          break;
        }
      }
      first = second;
    }
    return letters < 0 && mayStand(found);
  }

  /**
   * @param at where the two bytes are that they are found by
   * @return how many bytes were compared; the most there are when the first will do, and stands
   */
  private long compare(int[] candidates, EncodedText text, int at, long @Nullable [] found) {
    long compared = 0;
    for (int literal : candidates) {
      int begin = at - offsets[literal];
      int length = bytes[literal].length;
      if (begin >= text.from() && text.to() - begin >= length) {
        int same = same(bytes[literal], ignoringCase[literal], text.bytes(), begin);
        compared += 1 + same;
        if (same == length) {
          if (found == null) {
            return Long.MAX_VALUE;
          }
          found[literal >> 6] |= 1L << literal;
        }
      }
    }
    return compared;
  }

  /** Beyond the bound; nothing to add where the first will do, which stands then. */
  private void addAll(long @Nullable [] found) {
    if (found != null) {
      for (int literal = 0; literal < bytes.length; literal++) {
        found[literal >> 6] |= 1L << literal;
      }
    }
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

  /** How many of its bytes, from the first on, are those of the text. */
  private static int same(byte[] literal, boolean ignoreCase, byte[] where, int at) {
    int length = literal.length;
    if (!ignoreCase) {
      int differs = Arrays.mismatch(literal, 0, length, where, at, at + length);
      return differs < 0 ? length : differs;
    }
    for (int i = 0; i < length; i++) {
      if (EncodedText.lowerCase(where[at + i]) != literal[i]) {
        return i;
      }
    }
    return length;
  }

  private static int small(byte letter) {
    return EncodedText.lowerCase(letter) & 0xff;
  }

  private static int pair(byte[] text, int at) {
    return pair(small(text[at]), small(text[at + 1]));
  }

  private static int pair(int first, int second) {
    return first << Byte.SIZE | second;
  }

  private int slot(int pair) {
    return (pair * 0x9e3779b1 >>> 16) & pairs.length - 1;
  }

  private int next(int slot) {
    return slot + 1 & pairs.length - 1;
  }
}
