package dev.tocsin.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The components of a class of records, in their order: reads and makes records of it without
 * naming each component, so that one that is added later is not forgotten.
 */
public final class Components<R extends Record> {
  private final Class<R> type;
  private final List<RecordComponent> all;
  private final Constructor<R> constructor;

  private Components(Class<R> type) throws NoSuchMethodException {
    this.type = type;
    all = List.of(type.getRecordComponents());
    constructor =
        type.getConstructor(all.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
  }

  /**
   * @throws IllegalArgumentException if the class is not public
   */
  public static <R extends Record> Components<R> of(Class<R> type) {
    try {
      return new Components<>(type);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " is not public", e);
    }
  }

  /** What a record of any class has; what is absent is left out. */
  public static List<Object> values(Record of) {
    return values(of, of.getClass());
  }

  private static <R extends Record> List<Object> values(Record of, Class<R> type) {
    Components<R> components = of(type);
    return IntStream.range(0, components.all.size())
        .mapToObj(i -> components.value(type.cast(of), i))
        .filter(Objects::nonNull)
        .toList();
  }

  /** One name for {@code sourceIP} and {@code source_ip}. */
  public static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  public Class<R> type() {
    return type;
  }

  public List<RecordComponent> all() {
    return all;
  }

  /**
   * What a record has.
   *
   * @param index of the component, in the order of {@link #all}
   */
  public @Nullable Object value(R of, int index) {
    try {
      return all.get(index).getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A record that has these values, in the order of {@link #all}.
   *
   * @throws IllegalArgumentException if a value is not of its component's type, or the record
   *     refuses it
   */
  public R make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type.getName() + " refuses its values", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The record with each of its texts changed. */
  public R withTexts(R of, UnaryOperator<String> change) {
    @Nullable Object[] values = new @Nullable Object[all.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = value(of, i);
      values[i] = value instanceof String text ? change.apply(text) : value;
    }
    return make(values);
  }
}
