package dev.tocsin.language;

import dev.tocsin.event.EncodedText;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field that an expression reads: {@code process.binary_properties.setuid}.
 *
 * @param <T> the Java object that has it
 * @param owner that object
 */
record FieldPath<T>(Function<EventContext, T> owner, SchemaField<T> field) {

  /** Empty when the node is no field of a variable of the event. */
  static Optional<FieldPath<?>> of(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Field field -> of(field.object(), field.name());
      case ExpressionNode.Has has -> of(has.object(), has.name());
      default -> Optional.empty();
    };
  }

  private static Optional<FieldPath<?>> of(ExpressionNode object, String name) {
    Owner<?> owner = owner(object);
    return owner == null ? Optional.empty() : Optional.ofNullable(owner.path(name));
  }

  boolean isPresent(EventContext context) {
    return field.present().test(owner.apply(context));
  }

  /** Absent when the field is no bool. */
  @Nullable Predicate flag() {
    if (field instanceof SchemaField.Flag<T>(var flag, var present)) {
      return context -> flag.test(owner.apply(context));
    }
    return null;
  }

  /** Absent when the field is no int. */
  @Nullable NumberExpression number() {
    if (field instanceof SchemaField.Number<T>(var number, var present)) {
      return context -> number.applyAsLong(owner.apply(context));
    }
    return null;
  }

  /** Absent when the field is no string. */
  @Nullable TextOperand text() {
    if (field instanceof SchemaField.Text<T>(var text, var encoded, var present)) {
      return new TextOperand(
          context -> text.apply(owner.apply(context)),
          encoded == null
              ? null
              : context -> {
                EncodedText scratch = context.scratch();
                encoded.accept(owner.apply(context), scratch);
                return scratch;
              });
    }
    return null;
  }

  /** Absent when the field is no map. */
  @Nullable Function<EventContext, Map<String, String>> labels() {
    if (field instanceof SchemaField.Labels<T>(var labels, var present)) {
      return context -> labels.apply(owner.apply(context));
    }
    return null;
  }

  /** An object of the event, and its fields. */
  private record Owner<T>(StructSchema<T> schema, Function<EventContext, T> object) {
    @Nullable FieldPath<T> path(String name) {
      SchemaField<T> field = schema.field(name);
      return field == null ? null : new FieldPath<>(object, field);
    }

    @Nullable Owner<?> inner(String name) {
      return schema.field(name) instanceof SchemaField.Message<T, ?> message
          ? inner(message)
          : null;
    }

    private <U> Owner<U> inner(SchemaField.Message<T, U> message) {
      return new Owner<>(
          message.schema(), context -> message.message().apply(object.apply(context)));
    }
  }

  private static @Nullable Owner<?> owner(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name -> {
        EventSchema.Variable<?> variable = EventSchema.OBJECTS.get(name.name());
        yield variable == null ? null : owner(variable);
      }
      case ExpressionNode.Field field -> {
        Owner<?> outer = owner(field.object());
        yield outer == null ? null : outer.inner(field.name());
      }
      default -> null;
    };
  }

  private static <T> Owner<T> owner(EventSchema.Variable<T> variable) {
    return new Owner<>(variable.schema(), variable.object());
  }
}
