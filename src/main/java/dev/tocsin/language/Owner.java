package dev.tocsin.language;

import dev.tocsin.language.ast.ExpressionNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of the event, and its fields.
 *
 * @param <T> the Java object behind
 */
record Owner<T>(StructSchema<T> schema, Function<EventContext, T> object) {
  /** Null when the node is no object of the event. */
  static @Nullable Owner<?> of(ExpressionNode node, LoopScope scope) {
    return switch (node) {
      case ExpressionNode.Name name -> named(name.name(), scope);
      case ExpressionNode.Field field -> {
        Owner<?> outer = of(field.object(), scope);
        yield outer == null ? null : outer.inner(field.name());
      }
      default -> null;
    };
  }

  private static @Nullable Owner<?> named(String name, LoopScope scope) {
    LoopVariable<?> variable = scope.variable(name);
    if (variable != null) {
      return variable.owner();
    }
    EventSchema.Variable<?> object = EventSchema.OBJECTS.get(name);
    return object == null ? null : of(object);
  }

  private static <T> Owner<T> of(EventSchema.Variable<T> variable) {
    return new Owner<>(variable.schema(), variable.object());
  }

  /** Null when it has no such field. */
  @Nullable FieldPath<T> path(String name) {
    SchemaField<T> field = schema.field(name);
    return field == null ? null : new FieldPath<>(object, field);
  }

  /** The object behind, when it has this schema; else null. */
  @SuppressWarnings("unchecked") // a schema is of one type
  <U> @Nullable Function<EventContext, U> as(StructSchema<U> other) {
    return schema == other ? (Function<EventContext, U>) object : null;
  }

  private @Nullable Owner<?> inner(String name) {
    return schema.field(name) instanceof SchemaField.Message<T, ?> message ? inner(message) : null;
  }

  private <U> Owner<U> inner(SchemaField.Message<T, U> message) {
    return new Owner<>(message.schema(), context -> message.message().apply(object.apply(context)));
  }
}
