package dev.tocsin.alert;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that waits to be written, and who wants to know when it is. Guarded by the book's lock,
 * but for {@link #give}.
 */
final class Acknowledgement {
  final @Nullable Origin origin;
  final long count;

  /** Whose findings these are, where they went into an overflow alert. */
  @Nullable Contribution contribution;

  private final List<Runnable> waiting = new ArrayList<>(1);

  /**
   * @param origin null when nobody keeps the report until it is written
   * @param count findings in it
   */
  Acknowledgement(@Nullable Origin origin, long count, Runnable done) {
    this.origin = origin;
    this.count = count;
    waiting.add(done);
  }

  /** The same report came again. */
  void also(Acknowledgement again) {
    waiting.addAll(again.waiting);
  }

  /** Runs what waits for it; without the lock, since they may come back at once. */
  void give() {
    waiting.forEach(Runnable::run);
  }
}
