package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one type of the environment: their CEL types for the checker, and how to read them
 * from the Java object behind, one at a time and only when asked for.
 *
 * @param <T> the object behind
 */
final class StructSchema<T> {
  private static final MapType STRING_MAP = MapType.create(SimpleType.STRING, SimpleType.STRING);
  private static final ListType STRING_LIST = ListType.create(SimpleType.STRING);

  private final String typeName;
  private final ImmutableMap<String, Field<T>> fields;
  private final Predicate<T> present;
  private final StructType type;

  private StructSchema(
      String typeName, ImmutableMap<String, Field<T>> fields, Predicate<T> present) {
    this.typeName = typeName;
    this.fields = fields;
    this.present = present;
    ImmutableMap<String, CelType> types =
        ImmutableMap.copyOf(Maps.transformValues(fields, Field::type));
    this.type =
        StructType.create(typeName, fields.keySet(), name -> Optional.ofNullable(types.get(name)));
  }

  static <T> Builder<T> named(String typeName) {
    return new Builder<>(typeName);
  }

  StructType type() {
    return type;
  }

  ImmutableSet<String> fieldNames() {
    return fields.keySet();
  }

  @Nullable Field<T> field(String name) {
    return fields.get(name);
  }

  StructView<T> view(T target) {
    return new StructView<>(this, target);
  }

  boolean isPresent(T target) {
    return present.test(target);
  }

  /** One field: what the checker knows of it and how the runtime reads it. */
  record Field<T>(CelType type, Function<T, Object> read, Predicate<T> present) {}

  static final class Builder<T> {
    private final String typeName;
    private final ImmutableMap.Builder<String, Field<T>> fields = ImmutableMap.builder();
    private Predicate<T> present = target -> true;

    private Builder(String typeName) {
      this.typeName = typeName;
    }

    /** Tells a message that is there from the empty one that stands in for an absent one. */
    Builder<T> presentIf(Predicate<T> present) {
      this.present = present;
      return this;
    }

    Builder<T> text(String name, Function<T, String> read) {
      return add(name, SimpleType.STRING, read::apply, target -> !read.apply(target).isEmpty());
    }

    Builder<T> number(String name, ToLongFunction<T> read) {
      return add(name, SimpleType.INT, read::applyAsLong, target -> read.applyAsLong(target) != 0);
    }

    /** A number that says whether it is there, so that 0 can be told from absent. */
    Builder<T> number(String name, ToLongFunction<T> read, Predicate<T> present) {
      return add(name, SimpleType.INT, read::applyAsLong, present);
    }

    Builder<T> flag(String name, Predicate<T> read) {
      return flag(name, read, read);
    }

    Builder<T> flag(String name, Predicate<T> read, Predicate<T> present) {
      return add(name, SimpleType.BOOL, read::test, present);
    }

    /** A time that is read as Unix nanoseconds, 0 when absent. */
    Builder<T> time(String name, ToLongFunction<T> nanos) {
      return add(
          name,
          SimpleType.TIMESTAMP,
          target -> instant(nanos.applyAsLong(target)),
          target -> nanos.applyAsLong(target) != 0);
    }

    Builder<T> texts(String name, Function<T, List<String>> read) {
      return add(name, STRING_LIST, read::apply, target -> !read.apply(target).isEmpty());
    }

    Builder<T> labels(String name, Function<T, Map<String, String>> read) {
      return add(name, STRING_MAP, read::apply, target -> !read.apply(target).isEmpty());
    }

    <U> Builder<T> message(String name, StructSchema<U> schema, Function<T, U> read) {
      return add(
          name,
          StructTypeReference.create(schema.typeName),
          target -> schema.view(read.apply(target)),
          target -> schema.isPresent(read.apply(target)));
    }

    <U> Builder<T> messages(String name, StructSchema<U> schema, Function<T, List<U>> read) {
      return add(
          name,
          ListType.create(StructTypeReference.create(schema.typeName)),
          target -> read.apply(target).stream().map(schema::view).toList(),
          target -> !read.apply(target).isEmpty());
    }

    private Builder<T> add(
        String name, CelType type, Function<T, Object> read, Predicate<T> present) {
      fields.put(name, new Field<>(type, read, present));
      return this;
    }

    StructSchema<T> build() {
      return new StructSchema<>(typeName, fields.buildOrThrow(), present);
    }
  }

  private static Instant instant(long unixNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(unixNanos, 1_000_000_000L), Math.floorMod(unixNanos, 1_000_000_000L));
  }
}
