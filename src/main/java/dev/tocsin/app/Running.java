package dev.tocsin.app;

import java.util.Optional;

/** A process that runs until it is stopped. */
public interface Running extends AutoCloseable {

  /** Waits for the end, or for a failure that a restart may cure. Returns that failure. */
  Optional<Throwable> awaitStop() throws InterruptedException;

  /**
   * Ends in good order: what was taken in is processed. Returns when that is done.
   *
   * @return false when somebody else had begun to stop it
   */
  boolean stop();

  @Override
  default void close() {
    stop();
  }
}
