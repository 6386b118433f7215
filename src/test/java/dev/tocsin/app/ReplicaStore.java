package dev.tocsin.app;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Form;
import dev.tocsin.alert.MemoryStore;
import dev.tocsin.alert.Outcome;
import dev.tocsin.alert.Tally;
import java.util.List;

/** One replica's way to the store that all replicas share, one request after the other. */
class ReplicaStore implements AlertStore {
  private final String replica;
  private final MemoryStore store;
  private final List<String> writes;

  /**
   * @param writes takes each request that arrived, as {@code a create}
   */
  ReplicaStore(String replica, MemoryStore store, List<String> writes) {
    this.replica = replica;
    this.store = store;
    this.writes = writes;
  }

  /** A request is on its way. */
  void before(String verb) {}

  /** A request has arrived; what the replica hears of it. */
  Outcome answer(String verb, Outcome outcome) {
    return outcome;
  }

  @Override
  public void watch(Watcher watcher) {
    synchronized (store) {
      store.watch(watcher);
    }
  }

  @Override
  public Outcome create(Alert alert, Form form) {
    before("create");
    synchronized (store) {
      return written("create", store.create(alert, form));
    }
  }

  @Override
  public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
    before("update");
    synchronized (store) {
      return written("update", store.update(alert, tally, deliveries, form));
    }
  }

  @Override
  public Outcome mark(AlertRef alert, AlertMarks marks) {
    before("mark");
    synchronized (store) {
      return written("mark", store.mark(alert, marks));
    }
  }

  @Override
  public Outcome delete(AlertRef alert) {
    before("delete");
    synchronized (store) {
      return written("delete", store.delete(alert));
    }
  }

  private Outcome written(String verb, Outcome outcome) {
    writes.add(replica + " " + verb);
    return answer(verb, outcome);
  }

  @Override
  public void close() {}
}
