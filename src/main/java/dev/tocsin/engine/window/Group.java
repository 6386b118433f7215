package dev.tocsin.engine.window;

import java.util.List;

/** State of one group of one policy, as {@link Groups} keeps it within bounds. */
abstract class Group {
  private List<String> key = List.of();
  private long touchedMillis;

  /** Heap bytes, roughly. */
  abstract long bytes();

  /** It has gone quiet, or is given up; what it held counts no more. */
  abstract void dropped();

  /** The values that it is the group of. */
  final List<String> key() {
    return key;
  }

  final void begin(List<String> newKey) {
    key = newKey;
  }

  final long touchedMillis() {
    return touchedMillis;
  }

  final void touch(long nowMillis) {
    touchedMillis = nowMillis;
  }
}
