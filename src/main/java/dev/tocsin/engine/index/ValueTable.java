package dev.tocsin.engine.index;

import dev.tocsin.event.EncodedText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Policies by the value that they ask of one field. A hash table over the bytes of the value, with
 * open addressing, so that a text of an event is looked up where it lies: a map would want a String
 * of it first, and that was most of what an event cost that fires nothing. At most half full.
 */
final class ValueTable {
  private static final int[] NOBODY = {};

  private final byte[][] values;

  /** Numbers of policies; nobody where the slot is free. */
  private final int[][] policies;

  /**
   * @param byValue numbers of policies
   */
  ValueTable(Map<String, List<Integer>> byValue) {
    int slots = Integer.highestOneBit(Math.max(1, byValue.size())) * 4;
    values = new byte[slots][];
    policies = new int[slots][];
    Arrays.fill(policies, NOBODY);
    byValue.forEach(
        (value, numbers) -> {
          byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
          int slot = EncodedText.hash(bytes) & slots - 1;
          while (policies[slot].length > 0) {
            slot = slot + 1 & slots - 1;
          }
          values[slot] = bytes;
          policies[slot] = numbers.stream().mapToInt(Integer::intValue).toArray();
        });
  }

  /** The array is the table's own. */
  int[] find(EncodedText text) {
    int slot = text.hash() & values.length - 1;
    while (policies[slot].length > 0 && !text.is(values[slot])) {
      slot = slot + 1 & values.length - 1;
    }
    return policies[slot];
  }
}
