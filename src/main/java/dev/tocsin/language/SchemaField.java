package dev.tocsin.language;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.tocsin.event.EncodedText;
import java.time.Instant;
import java.util.List;
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
  /** A second in nanoseconds. */
  long SECOND = 1_000_000_000L;

  CelType type();

  Object read(T target);

  /** Tells a field that is there from the empty value that stands in for an absent one. */
  Predicate<T> present();

  /**
   * @param encoded the same text before it is decoded, where it is still as it came; else absent
   */
  record Text<T>(
      Function<T, String> text, @Nullable BiConsumer<T, EncodedText> encoded, Predicate<T> present)
      implements SchemaField<T> {
    @Override
    public CelType type() {
      return SimpleType.STRING;
    }

    @Override
    public Object read(T target) {
      return text.apply(target);
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
  }

  record Labels<T>(Function<T, Map<String, String>> labels, Predicate<T> present)
      implements SchemaField<T> {
    private static final MapType TYPE = MapType.create(SimpleType.STRING, SimpleType.STRING);

    @Override
    public CelType type() {
      return TYPE;
    }

    @Override
    public Object read(T target) {
      return labels.apply(target);
    }
  }

  record Message<T, U>(StructSchema<U> schema, Function<T, U> message, Predicate<T> present)
      implements SchemaField<T> {
    @Override
    public CelType type() {
      return StructTypeReference.create(schema.type().name());
    }

    @Override
    public Object read(T target) {
      return schema.view(message.apply(target));
    }
  }

  record Texts<T>(Function<T, List<String>> texts, Predicate<T> present) implements SchemaField<T> {
    private static final ListType TYPE = ListType.create(SimpleType.STRING);

    @Override
    public CelType type() {
      return TYPE;
    }

    @Override
    public Object read(T target) {
      return texts.apply(target);
    }
  }

  record Messages<T, U>(StructSchema<U> schema, Function<T, List<U>> messages, Predicate<T> present)
      implements SchemaField<T> {
    @Override
    public CelType type() {
      return ListType.create(StructTypeReference.create(schema.type().name()));
    }

    @Override
    public Object read(T target) {
      return messages.apply(target).stream().map(schema::view).toList();
    }
  }

  /**
   * @param nanos since 1970; 0 when absent
   */
  record Time<T>(ToLongFunction<T> nanos, Predicate<T> present) implements SchemaField<T> {
    @Override
    public CelType type() {
      return SimpleType.TIMESTAMP;
    }

    @Override
    public Object read(T target) {
      long all = nanos.applyAsLong(target);
      return Instant.ofEpochSecond(Math.floorDiv(all, SECOND), Math.floorMod(all, SECOND));
    }
  }
}
