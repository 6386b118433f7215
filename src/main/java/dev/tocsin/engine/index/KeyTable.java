package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies by what they ask of one field in one way. Immutable: one that changes is a copy of
 * arrays, in which only the keys differ that the changed policies have.
 */
final class KeyTable {
  private static final int[] NOBODY = {};

  private final IndexedField field;
  private final KeyTexts texts;

  /** By the number of the key. */
  private final Key[] keys;

  /** By the number of the key, the numbers of policies. */
  private final int[][] policies;

  /** All of these policies. */
  private final long[] asking;

  private final int keysInUse;

  /** Which policies begin and end to have a key. */
  record Change(List<Integer> gone, List<Integer> come) {
    Change() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private KeyTable(
      IndexedField field, KeyTexts texts, Key[] keys, int[][] policies, long[] asking) {
    this.field = field;
    this.texts = texts;
    this.keys = keys;
    this.policies = policies;
    this.asking = asking;
    int inUse = 0;
    for (int[] each : policies) {
      inUse += each.length > 0 ? 1 : 0;
    }
    this.keysInUse = inUse;
  }

  /** A table for keys of the same field and relation, without any. */
  static KeyTable empty(Key key) {
    return empty(
        key.field(),
        switch (key.relation()) {
          case IS -> new WholeTexts(false);
          case IS_IN_ANY_CASE -> new WholeTexts(true);
          case HAS, HAS_IN_ANY_CASE -> new SearchedTexts();
        });
  }

  private static KeyTable empty(IndexedField field, KeyTexts texts) {
    return new KeyTable(field, texts, new Key[0], new int[0][], new long[0]);
  }

  /** Whether such keys are in it. */
  boolean takes(Key key) {
    return field == key.field() && texts.takes(key.relation());
  }

  /**
   * @param room for so many policies
   * @return {@code null} when nobody asks anything of it any more
   */
  @Nullable KeyTable with(Map<Key, Change> changes, int room) {
    List<Key> added = new ArrayList<>();
    long[] nowAsking = PolicySet.copy(asking, room);
    changes.forEach(
        (key, change) -> {
          if (!change.come().isEmpty() && texts.number(key) < 0) {
            added.add(key);
          }
          change.gone().forEach(number -> PolicySet.clear(nowAsking, number));
        });
    changes.values().forEach(each -> each.come().forEach(it -> PolicySet.set(nowAsking, it)));
    KeyTexts nowTexts = added.isEmpty() ? texts : texts.with(added);
    Key[] nowKeys = Arrays.copyOf(keys, keys.length + added.size());
    int[][] nowPolicies = Arrays.copyOf(policies, nowKeys.length);
    Arrays.fill(nowPolicies, policies.length, nowPolicies.length, NOBODY);
    changes.forEach(
        (key, change) -> {
          int number = nowTexts.number(key);
          nowKeys[number] = key;
          nowPolicies[number] = changed(nowPolicies[number], change);
        });
    KeyTable next = new KeyTable(field, nowTexts, nowKeys, nowPolicies, nowAsking);
    return next.keysInUse == 0 ? null : next.keysInUse < nowKeys.length / 2 ? next.packed() : next;
  }

  private static int[] changed(int[] numbers, Change change) {
    int[] all = Arrays.copyOf(numbers, numbers.length + change.come().size());
    int size = 0;
    for (int number : numbers) {
      if (!change.gone().contains(number)) {
        all[size++] = number;
      }
    }
    for (int number : change.come()) {
      all[size++] = number;
    }
    return Arrays.copyOf(all, size);
  }

  /** Without the keys that nobody has any more. */
  private KeyTable packed() {
    Map<Key, Change> all = new LinkedHashMap<>();
    for (int key = 0; key < keys.length; key++) {
      if (policies[key].length > 0) {
        all.put(keys[key], new Change(List.of(), Arrays.stream(policies[key]).boxed().toList()));
      }
    }
    KeyTable packed = empty(field, texts.none()).with(all, asking.length * Long.SIZE);
    return packed == null ? this : packed;
  }

  /**
   * Adds the policies that the event has a key of to those that are chosen.
   *
   * @param seeing the policies that may see its place
   * @param text to work with
   */
  void choose(Event event, EncodedText text, long[] seeing, long[] chosen) {
    if (PolicySet.intersect(asking, seeing)) {
      int count = field.count(event, text);
      if (count == IndexedField.TOO_LONG) {
        PolicySet.addBoth(asking, seeing, chosen);
      }
      for (int value = 0; value < count; value++) {
        field.read(event, value, text);
        texts.choose(text, policies, seeing, chosen);
      }
    }
  }
}
