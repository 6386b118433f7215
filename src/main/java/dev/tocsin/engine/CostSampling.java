package dev.tocsin.engine;

/**
 * Chooses the events whose evaluations are timed: a clock that is read for each of them would cost
 * more than what it measures. What is timed contains one reading of the clock (some 20 ns).
 *
 * <p>While events wait, more of them are timed: then it matters who takes the time, and an event
 * that takes long leaves room for few.
 *
 * <p>For the evaluating thread; allocates nothing.
 */
final class CostSampling {
  /** A prime, so as not to fall in step with events that come in turns. */
  static final int PERIOD = 1_021;

  /** While events wait. */
  static final int BUSY_PERIOD = 61;

  private int period = PERIOD;
  private int left = PERIOD;
  private long sampled;

  void busy(boolean eventsWait) {
    period = eventsWait ? BUSY_PERIOD : PERIOD;
    left = Math.min(left, period);
  }

  /** Whether the next event is one of them. */
  boolean takesNext() {
    if (--left > 0) {
      return false;
    }
    left = period;
    sampled++;
    return true;
  }

  /** How many events were chosen. */
  long sampled() {
    return sampled;
  }
}
