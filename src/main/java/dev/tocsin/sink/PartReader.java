package dev.tocsin.sink;

import dev.tocsin.record.Components;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of an object as a record of the engine: the way back of {@link PartWriter}. What is
 * absent is as in a record that says nothing, and so is what a part never has.
 */
final class PartReader<O extends Record, R extends Record> {
  private final Components<O> from;
  private final Components<R> to;
  private final R none;

  /** For each component of the record: how it is read, null for what a part never has. */
  private final List<@Nullable Function<O, @Nullable Object>> fields = new ArrayList<>();

  /**
   * @param none the record of what says nothing
   * @throws IllegalArgumentException when a component of the part is none of the record, or of
   *     another type
   */
  PartReader(Class<O> from, Class<R> to, R none) {
    this.from = Components.of(from);
    this.to = Components.of(to);
    this.none = none;
    Map<String, Integer> unread = new HashMap<>();
    for (int i = 0; i < this.from.all().size(); i++) {
      unread.put(PartWriter.name(this.from.all().get(i)), i);
    }
    for (RecordComponent component : this.to.all()) {
      Integer index = unread.remove(PartWriter.name(component));
      fields.add(index == null ? null : field(index, component.getType()));
    }
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no component for %s of %s"
              .formatted(to.getName(), unread.keySet(), from.getName()));
    }
  }

  R read(@Nullable O part) {
    if (part == null) {
      return none;
    }
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Function<O, @Nullable Object> field = fields.get(i);
      Object value = field == null ? null : field.apply(part);
      values[i] = value == null ? to.value(none, i) : value;
    }
    return to.make(values);
  }

  private Function<O, @Nullable Object> field(int index, Class<?> type) {
    Class<?> stored = from.all().get(index).getType();
    if (type == long.class && stored == String.class) {
      return part -> from.value(part, index) instanceof String time ? nanos(time) : null;
    }
    if (stored != MethodType.methodType(type).wrap().returnType()) {
      throw new IllegalArgumentException(
          "%s is not a %s".formatted(PartWriter.describe(from.all().get(index)), type.getName()));
    }
    return part -> from.value(part, index);
  }

  private static long nanos(String time) {
    return StoredAlerts.nanos(StoredAlerts.time(time, Instant.EPOCH));
  }
}
