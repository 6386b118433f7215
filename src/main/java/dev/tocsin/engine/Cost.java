package dev.tocsin.engine;

/**
 * What evaluations of a policy took, of those that were timed: see {@link CostSampling}.
 *
 * @param samples how many were timed
 * @param nanos what they took together
 */
public record Cost(long samples, long nanos) {
  public static final Cost NONE = new Cost(0, 0);

  /** Sums are never negative, whatever a sensor says. */
  public Cost {
    samples = Math.max(0, samples);
    nanos = Math.max(0, nanos);
  }

  public Cost plus(Cost other) {
    return new Cost(samples + other.samples, nanos + other.nanos);
  }

  /**
   * What came since.
   *
   * @param before an earlier reading of the same sums
   */
  Cost since(Cost before) {
    return new Cost(samples - before.samples, nanos - before.nanos);
  }
}
