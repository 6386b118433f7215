package dev.tocsin.engine.index;

import dev.tocsin.event.EncodedText;
import dev.tocsin.event.TextTable;
import java.util.List;
import java.util.Map;

/** Policies by the value that they ask of one field. */
final class ValueTable {
  private final TextTable values;

  /** Numbers of policies, by the number of the value. */
  private final int[][] policies;

  /**
   * @param byValue numbers of policies
   */
  ValueTable(Map<String, List<Integer>> byValue) {
    values = new TextTable(byValue.keySet());
    policies =
        byValue.values().stream()
            .map(numbers -> numbers.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** Adds the policies that ask for the text to those that are chosen. */
  void choose(EncodedText text, long[] seeing, long[] chosen) {
    int value = values.find(text);
    if (value >= 0) {
      for (int number : policies[value]) {
        chosen[number >> 6] |= 1L << number & seeing[number >> 6];
      }
    }
  }
}
