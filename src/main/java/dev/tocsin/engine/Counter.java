package dev.tocsin.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Written by the evaluating thread only, read by any. No contended instruction on the hot path. */
final class Counter {
  private final AtomicLong value = new AtomicLong();

  void increment() {
    value.setOpaque(value.getPlain() + 1);
  }

  void add(long more) {
    value.setOpaque(value.getPlain() + more);
  }

  void atLeast(long candidate) {
    if (candidate > value.getPlain()) {
      value.setOpaque(candidate);
    }
  }

  void set(long now) {
    value.setOpaque(now);
  }

  long get() {
    return value.getOpaque();
  }
}
