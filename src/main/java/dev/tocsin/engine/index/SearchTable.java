package dev.tocsin.engine.index;

import dev.tocsin.event.EncodedText;
import dev.tocsin.event.LiteralTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Policies by the texts that they look for in one field. */
final class SearchTable {
  private final LiteralTable literals;
  private final long[] found;

  /** Numbers of policies, by the number of the literal. */
  private final int[][] policies;

  /**
   * @param byLiteral numbers of policies
   */
  SearchTable(Map<LiteralTable.Literal, List<Integer>> byLiteral) {
    literals = new LiteralTable(new ArrayList<>(byLiteral.keySet()));
    found = literals.newSet();
    policies =
        byLiteral.values().stream()
            .map(numbers -> numbers.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** Adds the policies whose text stands there to those that are chosen. */
  void choose(EncodedText text, long[] seeing, long[] chosen) {
    Arrays.fill(found, 0);
    literals.find(text, found);
    for (int word = 0; word < found.length; word++) {
      for (long left = found[word]; left != 0; left &= left - 1) {
        for (int number : policies[word * Long.SIZE + Long.numberOfTrailingZeros(left)]) {
          chosen[number >> 6] |= 1L << number & seeing[number >> 6];
        }
      }
    }
  }
}
