package dev.tocsin.engine;

import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.EvaluationException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one exception of a policy has gathered. One that fails too often, breaks or costs too much
 * is suspended by itself: the policy goes on, and fires where the exception might have held.
 *
 * <p>Written by the evaluating thread, read by any.
 */
final class ExceptionState {
  private final Policy.ExceptionRule exception;
  private final Counter matches;
  private final ErrorBudget budget = new ErrorBudget();
  private final ShareMeter share = new ShareMeter();
  private volatile @Nullable Suspension suspension;

  /**
   * @param before the exception of that source in an earlier compilation of the policy
   */
  ExceptionState(Policy.ExceptionRule exception, @Nullable ExceptionState before) {
    this.exception = exception;
    this.matches = before == null ? new Counter() : before.matches;
  }

  /** Whether it is the same exception, wherever else the policy has changed. */
  boolean isFor(Policy.ExceptionRule other) {
    return exception.match().equals(other.match());
  }

  boolean isSuspended() {
    return suspension != null;
  }

  void matched() {
    matches.increment();
  }

  /** Takes the time of an evaluation that was timed. */
  void took(long more) {
    share.add(more);
  }

  void failed(EvaluationException e, long event, Instant now) {
    if (budget.isSpentBy(e.reason(), event)) {
      suspend("failed too often: " + Containment.shortened(String.valueOf(e.getMessage())), now);
    }
  }

  void suspend(String cause, Instant now) {
    suspension = Suspension.from(now, Suspension.LONG, cause);
    budget.renew();
  }

  void resume(Instant now) {
    Suspension current = suspension;
    if (current != null && current.isOver(now)) {
      suspension = null;
    }
  }

  ShareMeter share() {
    return share;
  }

  long matches() {
    return matches.get();
  }

  /** Why it is suspended, {@code ""} when it is not. */
  String problem() {
    Suspension current = suspension;
    return current == null ? "" : current.cause();
  }
}
