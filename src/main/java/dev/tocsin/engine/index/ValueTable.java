package dev.tocsin.engine.index;

import dev.tocsin.event.EncodedText;
import dev.tocsin.event.TextTable;
import java.util.List;
import java.util.Map;

/** Policies by the value that they ask of one field. */
final class ValueTable {
  private static final int[] NOBODY = {};

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

  /** The array is the table's own. */
  int[] find(EncodedText text) {
    int number = values.find(text);
    return number < 0 ? NOBODY : policies[number];
  }
}
