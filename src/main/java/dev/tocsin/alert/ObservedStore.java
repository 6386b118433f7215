package dev.tocsin.alert;

/** A store whose changes another watcher observes too, after the one that it is watched by. */
public final class ObservedStore implements AlertStore {
  private final AlertStore store;
  private final Watcher second;

  public ObservedStore(AlertStore store, Watcher second) {
    this.store = store;
    this.second = second;
  }

  @Override
  public void watch(Watcher first) {
    store.watch(
        new Watcher() {
          @Override
          public void observed(StoredAlert alert) {
            first.observed(alert);
            second.observed(alert);
          }

          @Override
          public void deleted(AlertRef alert) {
            first.deleted(alert);
            second.deleted(alert);
          }

          @Override
          public void loaded() {
            first.loaded();
            second.loaded();
          }
        });
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
