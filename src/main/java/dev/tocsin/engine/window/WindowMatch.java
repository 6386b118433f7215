package dev.tocsin.engine.window;

import java.util.List;

/** A match that may still count. */
final class WindowMatch {
  private final String id;
  private final SpanningGroup group;
  private final long time;
  private final List<String> values;
  private final long arrivedMillis;
  private Runnable done;

  WindowMatch(
      String id,
      SpanningGroup group,
      long time,
      List<String> values,
      long arrivedMillis,
      Runnable done) {
    this.id = id;
    this.group = group;
    this.time = time;
    this.values = values;
    this.arrivedMillis = arrivedMillis;
    this.done = done;
  }

  String id() {
    return id;
  }

  SpanningGroup group() {
    return group;
  }

  long time() {
    return time;
  }

  List<String> values() {
    return values;
  }

  long arrivedMillis() {
    return arrivedMillis;
  }

  Runnable done() {
    return done;
  }

  /** It was sent again: who sent it waits for this now. */
  void waitsFor(Runnable done) {
    this.done = done;
  }
}
