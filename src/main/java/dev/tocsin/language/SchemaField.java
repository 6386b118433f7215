package dev.tocsin.language;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.tocsin.event.EncodedText;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A field of a type of the environment: what the checker knows of it, how the interpreter reads it,
 * and, by its form, how compiled expressions read it without boxing.
 *
 * @param <T> the Java object that has it
 */
sealed interface SchemaField<T> {
  CelType type();

  Object read(T target);

  boolean isPresent(T target);

  /**
   * @param encoded the same text before it is decoded, where it is still as it came; else absent
   */
  record Text<T>(Function<T, String> text, @Nullable BiConsumer<T, EncodedText> encoded)
      implements SchemaField<T> {
    @Override
    public CelType type() {
      return SimpleType.STRING;
    }

    @Override
    public Object read(T target) {
      return text.apply(target);
    }

    @Override
    public boolean isPresent(T target) {
      return !text.apply(target).isEmpty();
    }
  }

  record Number<T>(ToLongFunction<T> number, Predicate<T> present) implements SchemaField<T> {
    @Override
    public CelType type() {
      return SimpleType.INT;
    }

    @Override
    public Object read(T target) {
      return number.applyAsLong(target);
    }

    @Override
    public boolean isPresent(T target) {
      return present.test(target);
    }
  }

  record Flag<T>(Predicate<T> flag, Predicate<T> present) implements SchemaField<T> {
    @Override
    public CelType type() {
      return SimpleType.BOOL;
    }

    @Override
    public Object read(T target) {
      return flag.test(target);
    }

    @Override
    public boolean isPresent(T target) {
      return present.test(target);
    }
  }

  record Labels<T>(Function<T, Map<String, String>> labels) implements SchemaField<T> {
    private static final MapType TYPE = MapType.create(SimpleType.STRING, SimpleType.STRING);

    @Override
    public CelType type() {
      return TYPE;
    }

    @Override
    public Object read(T target) {
      return labels.apply(target);
    }

    @Override
    public boolean isPresent(T target) {
      return !labels.apply(target).isEmpty();
    }
  }

  record Message<T, U>(StructSchema<U> schema, Function<T, U> message) implements SchemaField<T> {
    @Override
    public CelType type() {
      return StructTypeReference.create(schema.type().name());
    }

    @Override
    public Object read(T target) {
      return schema.view(message.apply(target));
    }

    @Override
    public boolean isPresent(T target) {
      return schema.isPresent(message.apply(target));
    }
  }

  /** A list of any type, or a time. */
  record Other<T>(CelType type, Function<T, Object> value, Predicate<T> present)
      implements SchemaField<T> {
    @Override
    public Object read(T target) {
      return value.apply(target);
    }

    @Override
    public boolean isPresent(T target) {
      return present.test(target);
    }
  }
}
