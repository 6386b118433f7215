package dev.tocsin.engine;

import dev.tocsin.language.EvaluationException;

/**
 * How often an exception may fail to evaluate before it is suspended: at one tenth of all events,
 * or at one in five hundred when it fails by its cost, counted over blocks of {@value #BLOCK}
 * events. So a rare odd event never stops an exception, and one that fails on every event is
 * stopped after {@value #LIMIT}.
 *
 * <p>Policies have no such budget. An exception that is out lets its policy fire more often; a
 * policy that is out is blind, and failures come from arguments, which whoever is watched chooses:
 * a pod that runs {@code ls} with odd arguments a thousand times would switch off the policy that
 * looks for it. A failure is counted and costs no more than an evaluation; what a policy costs is
 * the business of {@link ThreadShare}.
 *
 * <p>Data that an event lacks (a label that the pod does not have, an argument beyond the last) is
 * ordinary: such a failure is counted, but not held against the exception.
 */
final class ErrorBudget {
  static final int BLOCK = 10_000;
  static final int LIMIT = 1_000;
  private static final int COST_WEIGHT = 50;

  private long block;
  private int faults;

  /**
   * Whether that was one too many.
   *
   * @param event how many events the engine has seen
   */
  boolean isSpentBy(EvaluationException.Cause cause, long event) {
    if (event / BLOCK != block) {
      block = event / BLOCK;
      faults = 0;
    }
    faults +=
        switch (cause) {
          case ABSENT -> 0;
          case FAULT -> 1;
          case COST -> COST_WEIGHT;
        };
    return faults >= LIMIT;
  }

  /** Begins again. */
  void renew() {
    faults = 0;
  }
}
