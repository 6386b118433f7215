package dev.tocsin.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The way of one output: what is to be sent, and the sending. */
public interface Lane extends AutoCloseable {

  /** An alert is there, or was changed. Called by any thread; returns at once. */
  void changed(String uid);

  /**
   * Does the next piece of work, if there is one. For one thread.
   *
   * @return when to be called again; before that where {@link #changed} was called
   */
  Instant step() throws InterruptedException;

  /** Alerts with something to send. */
  int pending();

  /** Since when the oldest of them waits; null when there is none. */
  @Nullable Instant oldest();

  /** Ends what is under way; {@link #step} is not called any more. */
  @Override
  void close();
}
