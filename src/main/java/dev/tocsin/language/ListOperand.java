package dev.tocsin.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that is read without the interpreter.
 *
 * @param elements of the objects in it; absent when they are texts
 * @param <E> a text, or the object behind
 */
record ListOperand<E>(Reading<E> list, @Nullable StructSchema<E> elements) {
  /** Its elements; those of an event stay the same until the next one. */
  @FunctionalInterface
  interface Reading<E> {
    List<E> of(EventContext context) throws EvaluationException;
  }

  static ListOperand<String> ofTexts(Reading<String> list) {
    return new ListOperand<>(list, null);
  }
}
