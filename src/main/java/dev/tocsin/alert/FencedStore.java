package dev.tocsin.alert;

/**
 * A store that asks before each write whether this process may still write: one that has lost the
 * lead without having noticed stops before another begins. What is not written waits, as when the
 * store is away.
 */
public final class FencedStore implements AlertStore {
  static final Outcome NOT_THE_LEADER =
      new Outcome.Unavailable("this process may not be the leader any more", null);

  /** Whether this process may write now. */
  @FunctionalInterface
  public interface Fence {
    boolean mayWrite();
  }

  private final AlertStore store;
  private final Fence fence;

  /**
   * @param store whose requests take less time than there is between the moment the fence closes
   *     and the earliest moment at which another process may write
   */
  public FencedStore(AlertStore store, Fence fence) {
    this.store = store;
    this.fence = fence;
  }

  @Override
  public void watch(Watcher watcher) {
    store.watch(watcher);
  }

  @Override
  public Outcome create(Alert alert, Form form) {
    return fence.mayWrite() ? store.create(alert, form) : NOT_THE_LEADER;
  }

  @Override
  public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
    return fence.mayWrite() ? store.update(alert, tally, deliveries, form) : NOT_THE_LEADER;
  }

  @Override
  public Outcome mark(AlertRef alert, AlertMarks marks) {
    return fence.mayWrite() ? store.mark(alert, marks) : NOT_THE_LEADER;
  }

  @Override
  public Outcome delete(AlertRef alert) {
    return fence.mayWrite() ? store.delete(alert) : NOT_THE_LEADER;
  }

  @Override
  public void close() {
    store.close();
  }
}
