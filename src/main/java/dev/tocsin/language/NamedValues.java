package dev.tocsin.language;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code lists} and {@code variables}: a struct whose fields a policy names. */
@SuppressWarnings("Immutable") // a view, like all values of an event
final class NamedValues extends StructValue<String, Object> {
  private final String typeName;
  private final Function<String, @Nullable Object> read;

  NamedValues(String typeName, Function<String, @Nullable Object> read) {
    this.typeName = typeName;
    this.read = read;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return StructTypeReference.create(typeName);
  }

  @Override
  public Object select(String name) {
    Object value = read.apply(name);
    if (value == null) {
      throw CelAttributeNotFoundException.forFieldResolution(name);
    }
    return value;
  }

  @Override
  public Optional<Object> find(String name) {
    return Optional.of(select(name));
  }
}
