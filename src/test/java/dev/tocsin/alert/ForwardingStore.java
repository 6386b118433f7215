package dev.tocsin.alert;

/** A store that hands everything on, for tests to change one thing. */
public class ForwardingStore implements AlertStore {
  private final AlertStore store;

  public ForwardingStore(AlertStore store) {
    this.store = store;
  }

  @Override
  public void watch(Watcher watcher) {
    store.watch(watcher);
  }

  @Override
  public Outcome create(Alert alert, Form form) {
    return store.create(alert, form);
  }

  @Override
  public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
    return store.update(alert, tally, deliveries, form);
  }

  @Override
  public Outcome mark(AlertRef alert, AlertMarks marks) {
    return store.mark(alert, marks);
  }

  @Override
  public Outcome delete(AlertRef alert) {
    return store.delete(alert);
  }

  @Override
  public void close() {
    store.close();
  }
}
