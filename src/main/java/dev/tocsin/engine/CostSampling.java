package dev.tocsin.engine;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Times the evaluations of some events: a clock that is read for each of them would cost more than
 * what it measures. What is timed contains one reading of the clock (some 20 ns).
 *
 * <p>For the evaluating thread; allocates nothing.
 */
final class CostSampling {
  /** A prime, so as not to fall in step with events that come in turns. */
  static final int PERIOD = 1_021;

  private final Consumer<InstalledPolicy> evaluation;
  private final Consumer<InstalledPolicy> timed = this::time;
  private final LongSupplier nanoClock;
  private int left = PERIOD;

  CostSampling(Consumer<InstalledPolicy> evaluation, LongSupplier nanoClock) {
    this.evaluation = evaluation;
    this.nanoClock = nanoClock;
  }

  /** The evaluation of the next event's policies, timed for one in {@link #PERIOD} events. */
  Consumer<InstalledPolicy> forNextEvent() {
    if (--left > 0) {
      return evaluation;
    }
    left = PERIOD;
    return timed;
  }

  /** A suspended policy is not evaluated, and that it costs nothing says nothing of it. */
  private void time(InstalledPolicy policy) {
    if (policy.state().isSuspended()) {
      return;
    }
    long begin = nanoClock.getAsLong();
    evaluation.accept(policy);
    policy.state().took(nanoClock.getAsLong() - begin);
  }
}
