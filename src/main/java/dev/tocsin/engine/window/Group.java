package dev.tocsin.engine.window;

/** State of one group of one policy, as {@link Groups} keeps it within bounds. */
abstract class Group {
  private long touchedMillis;
  private long accounted;

  /** Heap bytes, roughly. */
  abstract long bytes();

  /** It has gone quiet, or is given up; what it held counts no more. */
  abstract void dropped();

  final long touchedMillis() {
    return touchedMillis;
  }

  final void touch(long nowMillis) {
    touchedMillis = nowMillis;
  }

  /** By how much it has grown since this was last asked. */
  final long growth() {
    long before = accounted;
    accounted = bytes();
    return accounted - before;
  }

  final long accounted() {
    return accounted;
  }
}
