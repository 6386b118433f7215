package dev.tocsin.language.text;

import dev.cel.common.values.CelByteString;
import java.util.List;
import java.util.Map;

/**
 * How much there is to read in a value: its characters and values. A list may hold another one many
 * times, and that one a third, so that a short expression makes a value that nobody could read to
 * its end: what is counted ends where the {@link TextBudget} does.
 */
public final class Weight {
  /** Deeper values are beyond any budget: whoever reads one calls itself once for each level. */
  private static final int MAX_DEPTH = 100;

  private static final long TOO_MUCH = TextBudget.STEPS + 1;

  private Weight() {}

  public static long of(Object value) {
    return of(value, 0);
  }

  private static long of(Object value, int depth) {
    return switch (value) {
      case String text -> text.length();
      case CelByteString bytes -> bytes.size();
      case HashedList list -> list.size();
      case List<?> list -> ofAll(list, depth);
      case Map<?, ?> map ->
          Math.min(TOO_MUCH, ofAll(map.keySet(), depth) + ofAll(map.values(), depth));
      default -> 0;
    };
  }

  private static long ofAll(Iterable<?> values, int depth) {
    if (depth == MAX_DEPTH) {
      return TOO_MUCH;
    }
    long all = 0;
    for (Object value : values) {
      all += 1 + of(value, depth + 1);
      if (all >= TOO_MUCH) {
        return TOO_MUCH;
      }
    }
    return all;
  }
}
