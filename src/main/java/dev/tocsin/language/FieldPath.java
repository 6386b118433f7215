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

  /** Empty when the node is no field of an object of the event. */
  static Optional<FieldPath<?>> of(ExpressionNode node, LoopScope scope) {
    return switch (node) {
      case ExpressionNode.Field field -> of(field.object(), field.name(), scope);
      case ExpressionNode.Has has -> of(has.object(), has.name(), scope);
      default -> Optional.empty();
    };
  }

  private static Optional<FieldPath<?>> of(ExpressionNode object, String name, LoopScope scope) {
    Owner<?> owner = Owner.of(object, scope);
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

  /** Absent when the field is no list. */
  @Nullable ListOperand<?> list() {
    return switch (field) {
      case SchemaField.Texts<T>(var texts, var present) ->
          ListOperand.ofTexts(context -> texts.apply(owner.apply(context)));
      case SchemaField.Messages<T, ?> messages -> list(messages);
      default -> null;
    };
  }

  private <U> ListOperand<U> list(SchemaField.Messages<T, U> field) {
    return new ListOperand<>(
        context -> field.messages().apply(owner.apply(context)), field.schema());
  }
}
