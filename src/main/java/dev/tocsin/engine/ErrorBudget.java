package dev.tocsin.engine;

import dev.tocsin.language.EvaluationException;

/**
 * How often a policy may fail to evaluate before it is suspended: at one tenth of all events, or at
 * one in five hundred when it fails by its cost, counted over blocks of {@value #BLOCK} events. So
 * a rare odd event never stops a policy, and one that fails on every event is stopped after {@value
 * #LIMIT}.
 *
 * <p>The events are all that the engine sees, not those that the policy is offered: what a policy
 * takes from the others is its share of the whole; how many it is offered depends on the index; and
 * whoever runs one program over and over must not be able to switch off the policy that looks for
 * it.
 *
 * <p>Data that an event lacks (a label that the pod does not have, an argument beyond the last) is
 * ordinary: such a failure is counted, but not held against the policy.
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
}
