package dev.tocsin.engine.index;

import java.util.Arrays;

/**
 * Sets of policies: a bit for the number of each, so that sets from several tables join without
 * sorting, and leave in the order of the numbers. One may be shorter than another: the policies
 * beyond its end are not in it.
 */
final class PolicySet {
  private PolicySet() {}

  /** A set that so many policies fit into. */
  static long[] none(int policies) {
    return new long[(policies + Long.SIZE - 1) / Long.SIZE];
  }

  static boolean has(long[] policies, int number) {
    return (policies[number >> 6] >>> number & 1) != 0;
  }

  static void clear(long[] policies, int number) {
    policies[number >> 6] &= ~(1L << number);
  }

  static void set(long[] policies, int number) {
    policies[number >> 6] |= 1L << number;
  }

  /** A copy that has room for so many policies, and at least for its own. */
  static long[] copy(long[] policies, int room) {
    return Arrays.copyOf(policies, Math.max(policies.length, (room + Long.SIZE - 1) / Long.SIZE));
  }

  static boolean isEmpty(long[] policies) {
    for (long word : policies) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds what is in both.
   *
   * @param others as long as {@code some}, or longer, as is {@code to}
   */
  static void addBoth(long[] some, long[] others, long[] to) {
    for (int word = 0; word < some.length; word++) {
      to[word] |= some[word] & others[word];
    }
  }

  /**
   * @param others as long, or longer
   */
  static boolean intersect(long[] some, long[] others) {
    for (int word = 0; word < some.length; word++) {
      if ((some[word] & others[word]) != 0) {
        return true;
      }
    }
    return false;
  }
}
