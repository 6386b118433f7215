package dev.tocsin.language;

import dev.tocsin.event.MalformedEventException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code exists} or {@code all}. As with {@code ||} and {@code &&}, an element that decides does so
 * whatever the others fail with; else the first failure is that of all.
 *
 * @param slot where the context keeps the element
 * @param possible cheap: whether an element may decide; null: any may
 * @param decisive what the test must be for one element to decide
 * @param inner whether another loop is around
 */
record ElementTest<E>(
    ListOperand.Reading<E> list,
    int slot,
    @Nullable Possible<E> possible,
    Predicate test,
    boolean decisive,
    boolean inner)
    implements Predicate {
  /** Whether the test may come out as what decides; where not, it does not fail. */
  @FunctionalInterface
  interface Possible<E> {
    boolean test(E element);
  }

  /**
   * More than all words that are read of a command line: with fewer, words that mean nothing would
   * hide what comes behind them.
   */
  private static final int MOST = 40_000;

  /** Charged for each element: what is asked of it reads short texts without a charge. */
  private static final int STEPS = Charge.FREE / 4;

  @Override
  public boolean test(EventContext context) throws EvaluationException {
    List<E> elements = list.of(context);
    if (!inner) {
      context.beginIterations();
    }
    Exception failure = null;
    for (int i = 0; i < elements.size(); i++) {
      E element = elements.get(i);
      if (possible != null && !possible.test(element)) {
        continue;
      }
      charge(context);
      context.element(slot, element);
      try {
        if (test.test(context) == decisive) {
          return decisive;
        }
      } catch (EvaluationException | MalformedEventException e) {
        failure = failure == null ? e : failure;
      }
    }
    throwIfAny(failure);
    return !decisive;
  }

  private static void charge(EventContext context) throws EvaluationException {
    if (context.iterate() > MOST) {
      throw new EvaluationException(
          EvaluationException.Cause.COST, "more than " + MOST + " elements in a loop");
    }
    Charge.steps(STEPS);
  }

  private static void throwIfAny(@Nullable Exception failure) throws EvaluationException {
    switch (failure) {
      case null -> {}
      case EvaluationException e -> throw e;
      case MalformedEventException e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
