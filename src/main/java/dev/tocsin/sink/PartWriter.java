package dev.tocsin.sink;

import dev.tocsin.record.Components;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record of the engine as a part of an object, component by component and by name, within
 * the bounds that the part's schema has. What is empty or not known is absent, and so is a port
 * that is none; an id is clamped. A component {@code startTime} is the time {@code startTimeNanos}.
 */
final class PartWriter<R extends Record, O extends Record> {
  private static final long LARGEST_ID = 0xffff_ffffL;

  private final Components<R> from;
  private final Components<O> to;

  /** For each component of the part: which of the record's it is, and how it is written. */
  private final List<Field> fields = new ArrayList<>();

  private record Field(int index, Function<Object, @Nullable Object> written) {}

  /**
   * @param others how values are written that are neither texts nor numbers, by their type
   * @throws IllegalArgumentException when a component of the part is none of the record, is of
   *     another type, or is a text without a bound
   */
  PartWriter(Class<R> from, Class<O> to, Map<Class<?>, Function<Object, @Nullable Object>> others) {
    this.from = Components.of(from);
    this.to = Components.of(to);
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < this.from.all().size(); i++) {
      indexes.put(name(this.from.all().get(i)), i);
    }
    for (RecordComponent component : this.to.all()) {
      Integer index = indexes.get(name(component));
      if (index == null) {
        throw new IllegalArgumentException(
            "%s has no component for %s.%s"
                .formatted(from.getName(), to.getName(), component.getName()));
      }
      Class<?> type = this.from.all().get(index).getType();
      Function<Object, @Nullable Object> other = others.get(type);
      fields.add(new Field(index, other == null ? written(type, component) : other));
    }
  }

  O write(R record) {
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = from.value(record, fields.get(i).index());
      values[i] = value == null ? null : fields.get(i).written().apply(value);
    }
    return to.make(values);
  }

  /**
   * One name for {@code startTime} and {@code startTimeNanos}, {@code execID} and {@code execId}.
   */
  static String name(RecordComponent component) {
    return Components.plain(component.getName().replaceFirst("Nanos$", ""));
  }

  private static Function<Object, @Nullable Object> written(Class<?> type, RecordComponent to) {
    if (type == String.class && to.getType() == String.class) {
      int bound = (int) annotation(to, Size.class).max();
      return to.getAccessor().isAnnotationPresent(Required.class)
          ? text -> Plain.text((String) text, bound)
          : text -> Plain.orAbsent((String) text, bound);
    }
    if (type == long.class && to.getType() == String.class) {
      return nanos -> SecurityAlerts.time((long) nanos);
    }
    if (type == long.class && to.getType() == Long.class) {
      return id -> Math.clamp((long) id, 0, LARGEST_ID);
    }
    if (type == int.class && to.getType() == Integer.class) {
      double largest = annotation(to, Max.class).value();
      return port -> (int) port > 0 && (int) port <= largest ? port : null;
    }
    throw new IllegalArgumentException("%s is not a %s".formatted(describe(to), type.getName()));
  }

  static String describe(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  private static <A extends Annotation> A annotation(RecordComponent component, Class<A> type) {
    A annotation = component.getAccessor().getAnnotation(type);
    if (annotation == null) {
      throw new IllegalArgumentException(
          "%s has no @%s".formatted(describe(component), type.getSimpleName()));
    }
    return annotation;
  }
}
