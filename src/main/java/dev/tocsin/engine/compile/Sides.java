package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.IndexCondition;

/**
 * What the index knows of an expression.
 *
 * @param holds what must be for the expression to be anything but false
 * @param fails what must be for the expression to be anything but true
 */
record Sides(IndexCondition holds, IndexCondition fails) {
  static final Sides UNKNOWN = new Sides(IndexCondition.ALWAYS, IndexCondition.ALWAYS);
  private static final Sides TRUE = new Sides(IndexCondition.ALWAYS, IndexCondition.NEVER);
  private static final Sides FALSE = new Sides(IndexCondition.NEVER, IndexCondition.ALWAYS);

  static Sides of(boolean constant) {
    return constant ? TRUE : FALSE;
  }

  /** Of what is false where the condition is not met, and may be either where it is. */
  static Sides notWithout(IndexCondition condition) {
    return new Sides(condition, IndexCondition.ALWAYS);
  }

  boolean isAlwaysFalse() {
    return holds.equals(IndexCondition.NEVER);
  }

  boolean isAlwaysTrue() {
    return fails.equals(IndexCondition.NEVER);
  }

  Sides not() {
    return new Sides(fails, holds);
  }

  Sides and(Sides other) {
    return new Sides(holds.and(other.holds), fails.or(other.fails));
  }

  Sides or(Sides other) {
    return new Sides(holds.or(other.holds), fails.and(other.fails));
  }

  /**
   * Of {@code this ? yes : no}. The question may fail, so an answer counts only where it is known.
   */
  Sides choice(Sides yes, Sides no) {
    return new Sides(
        holds.or(no.holds).and(fails.or(yes.holds)), holds.or(no.fails).and(fails.or(yes.fails)));
  }
}
