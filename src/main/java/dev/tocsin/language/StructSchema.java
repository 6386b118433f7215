package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.EventKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
public final class StructSchema<T> {
  private final String typeName;
  private final ImmutableMap<String, SchemaField<T>> fields;
  private final ImmutableMap<String, FieldNote> notes;
  private final Predicate<T> present;
  private final StructType type;

  private StructSchema(
      String typeName,
      ImmutableMap<String, SchemaField<T>> fields,
      ImmutableMap<String, FieldNote> notes,
      Predicate<T> present) {
    this.typeName = typeName;
    this.fields = fields;
    this.notes = notes;
    this.present = present;
    ImmutableMap<String, CelType> types =
        ImmutableMap.copyOf(Maps.transformValues(fields, SchemaField::type));
    this.type =
        StructType.create(typeName, fields.keySet(), name -> Optional.ofNullable(types.get(name)));
  }

  static <T> Builder<T> named(String typeName) {
    return new Builder<>(typeName);
  }

  public StructType type() {
    return type;
  }

  ImmutableSet<String> fieldNames() {
    return fields.keySet();
  }

  @Nullable SchemaField<T> field(String name) {
    return fields.get(name);
  }

  /** Documentation of each field, by its name. */
  ImmutableMap<String, FieldNote> notes() {
    return notes;
  }

  StructView<T> view(T target) {
    return new StructView<>(this, target);
  }

  boolean isPresent(T target) {
    return present.test(target);
  }

  static final class Builder<T> {
    private final String typeName;
    private final ImmutableMap.Builder<String, SchemaField<T>> fields = ImmutableMap.builder();
    private final ImmutableMap.Builder<String, FieldNote> notes = ImmutableMap.builder();
    private Predicate<T> present = target -> true;

    private Builder(String typeName) {
      this.typeName = typeName;
    }

    /** Tells a message that is there from the empty one that stands in for an absent one. */
    Builder<T> presentIf(Predicate<T> present) {
      this.present = present;
      return this;
    }

    /** The next field; what follows says how it is read. */
    Declaration field(String name, String meaning, String example) {
      return new Declaration(name, meaning, example);
    }

    StructSchema<T> build() {
      return new StructSchema<>(typeName, fields.buildOrThrow(), notes.buildOrThrow(), present);
    }

    /** A field with its meaning, not yet with its value. */
    final class Declaration {
      private final String name;
      private final String meaning;
      private final String example;
      private Set<EventKind> kinds = KindSets.ALL;

      private Declaration(String name, String meaning, String example) {
        this.name = name;
        this.meaning = meaning;
        this.example = example;
      }

      /** Only events of these kinds can have it. */
      Declaration on(Set<EventKind> kinds) {
        this.kinds = kinds;
        return this;
      }

      Builder<T> text(Function<T, String> read) {
        return text(read, null);
      }

      /** A text that can be looked at before it is decoded. */
      Builder<T> text(Function<T, String> read, @Nullable BiConsumer<T, EncodedText> encoded) {
        return as(new SchemaField.Text<>(read, encoded, target -> !read.apply(target).isEmpty()));
      }

      Builder<T> number(ToLongFunction<T> read) {
        return number(read, target -> read.applyAsLong(target) != 0);
      }

      /** A number that says whether it is there, so that 0 differs from absent. */
      Builder<T> number(ToLongFunction<T> read, Predicate<T> present) {
        return as(new SchemaField.Number<>(read, present));
      }

      Builder<T> flag(Predicate<T> read) {
        return flag(read, read);
      }

      Builder<T> flag(Predicate<T> read, Predicate<T> present) {
        return as(new SchemaField.Flag<>(read, present));
      }

      /** A time that is read as Unix nanoseconds, 0 when absent. */
      Builder<T> time(ToLongFunction<T> nanos) {
        return as(new SchemaField.Time<>(nanos, target -> nanos.applyAsLong(target) != 0));
      }

      Builder<T> texts(Function<T, List<String>> read) {
        return as(new SchemaField.Texts<>(read, target -> !read.apply(target).isEmpty()));
      }

      Builder<T> labels(Function<T, Map<String, String>> read) {
        return as(new SchemaField.Labels<>(read, target -> !read.apply(target).isEmpty()));
      }

      <U> Builder<T> message(StructSchema<U> schema, Function<T, U> read) {
        return as(
            new SchemaField.Message<>(
                schema, read, target -> schema.isPresent(read.apply(target))));
      }

      <U> Builder<T> messages(StructSchema<U> schema, Function<T, List<U>> read) {
        return as(
            new SchemaField.Messages<>(schema, read, target -> !read.apply(target).isEmpty()));
      }

      private Builder<T> as(SchemaField<T> field) {
        fields.put(name, field);
        notes.put(name, new FieldNote(meaning, example, kinds));
        return Builder.this;
      }
    }
  }
}
