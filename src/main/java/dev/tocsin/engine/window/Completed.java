package dev.tocsin.engine.window;

import java.util.ArrayList;
import java.util.List;

/**
 * A window that filled up, and the matches that wait for its finding to be stored: those that it
 * consumed, and those that came later at a time that it covers.
 */
public final class Completed {
  private final Span span;
  private final String groupDigest;
  private final long completedMillis;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean stored;

  Completed(Span span, String groupDigest, long completedMillis) {
    this.span = span;
    this.groupDigest = groupDigest;
    this.completedMillis = completedMillis;
  }

  public Span span() {
    return span;
  }

  /** The same for the same policy and group in every process. */
  public String groupDigest() {
    return groupDigest;
  }

  long completedMillis() {
    return completedMillis;
  }

  boolean isStored() {
    return stored;
  }

  void await(Runnable done) {
    waiting.add(done);
  }

  /** Who waited. */
  List<Runnable> store() {
    stored = true;
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  long bytes() {
    return 120 + 40L * waiting.size();
  }
}
