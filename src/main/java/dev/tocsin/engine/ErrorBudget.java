package dev.tocsin.engine;

import dev.tocsin.language.EvaluationException;

/**
 * How often a policy may fail to evaluate before it is suspended: one tenth of the events, or one
 * in five hundred when it fails by its cost, counted over blocks of {@value #BLOCK} events. So a
 * rare odd event never stops a policy, and one that fails on every event is stopped after {@value
 * #LIMIT}.
 *
 * <p>Data that an event lacks (a label that the pod does not have, an argument beyond the last) is
 * ordinary: such a failure is counted, but not held against the policy.
 */
final class ErrorBudget {
  static final int BLOCK = 10_000;
  static final int LIMIT = 1_000;
  private static final int COST_WEIGHT = 50;

  private int evaluated;
  private int faults;

  void evaluated() {
    if (++evaluated == BLOCK) {
      evaluated = 0;
      faults = 0;
    }
  }

  /** Whether that was one too many. */
  boolean isSpentBy(EvaluationException.Cause cause) {
    faults +=
        switch (cause) {
          case ABSENT -> 0;
          case FAULT -> 1;
          case COST -> COST_WEIGHT;
        };
    return faults >= LIMIT;
  }
}
