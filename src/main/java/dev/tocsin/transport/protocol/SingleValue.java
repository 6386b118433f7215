package dev.tocsin.transport.protocol;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;

/**
 * How a Java type is a single value of a message.
 *
 * @param wire what its field is
 */
record SingleValue(
    JavaType wire, Function<Object, Object> encode, Function<Object, Object> decode) {
  /** Texts, numbers and booleans. */
  static final Map<Type, SingleValue> PLAIN =
      Map.of(
          String.class, same(JavaType.STRING),
          long.class, same(JavaType.LONG),
          Long.class, same(JavaType.LONG),
          int.class, same(JavaType.INT),
          boolean.class, same(JavaType.BOOLEAN),
          Boolean.class, same(JavaType.BOOLEAN));

  /**
   * @param written what protobuf's reflection takes and gives for a field of {@code wire}
   */
  static <T, W> SingleValue of(
      JavaType wire,
      Class<T> type,
      Class<W> written,
      Function<T, W> encode,
      Function<W, T> decode) {
    return new SingleValue(
        wire, value -> encode.apply(type.cast(value)), value -> decode.apply(written.cast(value)));
  }

  private static SingleValue same(JavaType wire) {
    return new SingleValue(wire, value -> value, value -> value);
  }

  boolean meets(FieldDescriptor field) {
    return !field.isRepeated() && field.getJavaType() == wire;
  }
}
