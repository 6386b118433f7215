package dev.tocsin.language;

import org.jspecify.annotations.Nullable;

/**
 * The variable of a loop that is evaluated without the interpreter.
 *
 * @param slot where the context keeps its element, one for each loop of a policy
 * @param elements of the objects that it stands for; absent when they are texts
 * @param <E> a text, or the object behind
 */
record LoopVariable<E>(int slot, @Nullable StructSchema<E> elements) {
  boolean isText() {
    return elements == null;
  }

  /** The element that the loop is at. */
  @SuppressWarnings("unchecked") // the loop keeps elements of its own list there
  E element(EventContext context) {
    return (E) context.element(slot);
  }

  /** The same as cel-java has it. */
  Object value(EventContext context) {
    E element = element(context);
    return elements == null ? element : elements.view(element);
  }

  /** The object whose fields can be read; absent for a text. */
  @Nullable Owner<E> owner() {
    return elements == null ? null : new Owner<>(elements, this::element);
  }
}
