package dev.tocsin.engine;

/**
 * What the evaluations of one policy, or one exception, took that were timed since {@link #begin}.
 * The longest of them is left out: it may be that the machine paused for the garbage collector, or
 * another process, while it ran. For the evaluating thread.
 */
final class ShareMeter {
  private long nanos;
  private long longest;

  void begin() {
    nanos = 0;
    longest = 0;
  }

  void add(long took) {
    nanos += took;
    longest = Math.max(longest, took);
  }

  long nanos() {
    return nanos - longest;
  }
}
