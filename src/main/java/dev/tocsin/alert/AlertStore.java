package dev.tocsin.alert;

/**
 * Where alerts are kept. Called by one writer thread, one request at a time; every request returns
 * in bounded time, and what can go wrong is an {@link Outcome}.
 */
public interface AlertStore extends AutoCloseable {

  /**
   * Begins to report what is stored: every alert there is, then {@link Watcher#loaded}, then every
   * change, until closed. Returns at once; goes on trying while the store is away.
   */
  void watch(Watcher watcher);

  /** Writes what an alert says for good; its tally is written by {@link #update}. */
  Outcome create(Alert alert, Form form);

  /** Writes the tally and what receivers have, and nothing else. */
  Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form);

  /**
   * Writes labels, and opens what was acknowledged for a time that is over, unless somebody changed
   * the object after this version.
   */
  Outcome mark(AlertRef alert, AlertMarks marks);

  /** Deletes this very object, unless somebody changed it after this version. */
  Outcome delete(AlertRef alert);

  /** Ends the watch. */
  @Override
  void close();

  /** Learns what is stored and what others do to it. Called from any thread. */
  interface Watcher {
    /** An alert is there, or was changed. */
    void observed(StoredAlert alert);

    void deleted(AlertRef alert);

    /** All alerts that were stored when the watch began have been reported. */
    void loaded();
  }
}
