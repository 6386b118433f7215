package dev.tocsin.language;

import dev.tocsin.event.MalformedEventException;

/**
 * The operators of CEL over predicates. {@code &&} and {@code ||} take no order of errors into
 * account: an operand that decides does so whatever the other fails with; else the first failure is
 * that of both.
 */
final class Logic {
  private Logic() {}

  static Predicate not(Predicate operand) {
    return context -> !operand.test(context);
  }

  static Predicate choice(Predicate condition, Predicate then, Predicate otherwise) {
    return context -> condition.test(context) ? then.test(context) : otherwise.test(context);
  }

  static Predicate and(Predicate first, Predicate second) {
    return new Junction(first, second, false);
  }

  static Predicate or(Predicate first, Predicate second) {
    return new Junction(first, second, true);
  }

  /**
   * @param decisive what one operand must be to decide
   */
  private record Junction(Predicate first, Predicate second, boolean decisive)
      implements Predicate {
    @Override
    public boolean test(EventContext context) throws EvaluationException {
      boolean verdict;
      try {
        verdict = first.test(context);
      } catch (EvaluationException | MalformedEventException e) {
        if (decides(context)) {
          return decisive;
        }
        throw e;
      }
      return verdict == decisive ? decisive : second.test(context);
    }

    private boolean decides(EventContext context) {
      try {
        return second.test(context) == decisive;
      } catch (EvaluationException | MalformedEventException e) {
        return false; // the first failure is thrown
      }
    }
  }
}
