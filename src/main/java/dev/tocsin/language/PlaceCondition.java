package dev.tocsin.language;

import java.util.List;

/**
 * What an expression asks of nothing but the place of an event: its pod, container and node. All of
 * it must hold, so where a part is false the expression is false for every event of the place,
 * whatever else it says. Immutable, thread safe.
 */
public final class PlaceCondition {
  /** Of an expression that asks nothing of the place alone. */
  public static final PlaceCondition NONE = new PlaceCondition(List.of());

  private final List<Predicate> parts;

  /**
   * @param parts all of which the expression demands
   */
  public PlaceCondition(List<Predicate> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Whether the expression is false for all events of a place.
   *
   * @param context turned to one of them
   */
  public boolean rulesOut(EventContext context) {
    for (Predicate part : parts) {
      if (isFalse(part, context)) {
        return true;
      }
    }
    return false;
  }

  /** What has no value is not false: it fails again with the expression, and is counted there. */
  private static boolean isFalse(Predicate part, EventContext context) {
    try {
      return !part.test(context);
    } catch (EvaluationException e) {
      return false;
    }
  }
}
