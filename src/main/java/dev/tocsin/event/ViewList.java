package dev.tocsin.event;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Supplier;

/** Views over the occurrences of a repeated message, kept for the next event. */
final class ViewList<T> extends AbstractList<T> implements RandomAccess {
  private final Supplier<T> newView;
  private final List<T> views = new ArrayList<>();
  private int size;

  ViewList(Supplier<T> newView) {
    this.newView = newView;
  }

  void begin() {
    size = 0;
  }

  /** The view to turn to the next occurrence. */
  T more() {
    if (size == views.size()) {
      views.add(newView.get());
    }
    return views.get(size++);
  }

  @Override
  public T get(int index) {
    return views.get(Objects.checkIndex(index, size));
  }

  @Override
  public int size() {
    return size;
  }
}
