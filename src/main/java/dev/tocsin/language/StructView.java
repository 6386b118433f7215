package dev.tocsin.language;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import java.util.Optional;

/** An object of the event as the CEL runtime sees it: a field is read when it is selected. */
@SuppressWarnings("Immutable") // lives for one event, of which it is a view
public final class StructView<T> extends StructValue<String, Object> {
  private final StructSchema<T> schema;
  private final T target;

  StructView(StructSchema<T> schema, T target) {
    this.schema = schema;
    this.target = target;
  }

  /** The object behind. */
  public T target() {
    return target;
  }

  /** Itself: the runtime unwraps values between calls, and would lose the schema. */
  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return !schema.isPresent(target);
  }

  @Override
  public CelType celType() {
    return schema.type();
  }

  @Override
  public Object select(String name) {
    return fieldOrThrow(name).read(target);
  }

  @Override
  public Optional<Object> find(String name) {
    SchemaField<T> field = fieldOrThrow(name);
    return field.present().test(target) ? Optional.of(field.read(target)) : Optional.empty();
  }

  private SchemaField<T> fieldOrThrow(String name) {
    SchemaField<T> field = schema.field(name);
    if (field == null) {
      throw CelAttributeNotFoundException.forFieldResolution(name);
    }
    return field;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StructView<?> view && view.target.equals(target);
  }

  @Override
  public int hashCode() {
    return target.hashCode();
  }
}
