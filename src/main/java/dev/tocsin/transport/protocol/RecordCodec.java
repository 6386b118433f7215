package dev.tocsin.transport.protocol;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import dev.tocsin.record.Components;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records of a class as messages of a type, by name: the component {@code sourceIP} is the field
 * {@code source_ip}. A record is a message, a list of records a repeated one. A record without a
 * field of its own is spread over the fields that begin with its name: {@code workload.kind} is
 * {@code workload_kind}. Nothing is left out on either side: a component or a field without its
 * counterpart, or with one of another type, is refused when the codec is made.
 */
final class RecordCodec<R extends Record, M extends Message> {
  private final FieldCodec.Spread<R> fields;
  private final M empty;

  private RecordCodec(FieldCodec.Spread<R> fields, M empty) {
    this.fields = fields;
    this.empty = empty;
  }

  /**
   * @param empty the message type's default instance
   * @throws IllegalArgumentException when record and message do not meet
   */
  static <R extends Record, M extends Message> RecordCodec<R, M> of(Class<R> record, M empty) {
    return of(record, empty, Map.of());
  }

  /**
   * @param singles types beside texts, numbers and booleans that are single values
   */
  static <R extends Record, M extends Message> RecordCodec<R, M> of(
      Class<R> record, M empty, Map<Class<?>, SingleValue> singles) {
    Map<Type, SingleValue> all = new HashMap<>(SingleValue.PLAIN);
    all.putAll(singles);
    return new RecordCodec<>(new Pairing(all).fields(record, empty), empty);
  }

  @SuppressWarnings("unchecked") // a message's builder builds its type
  M encode(R record) {
    Message.Builder message = empty.newBuilderForType();
    fields.write(record, message);
    return (M) message.build();
  }

  R decode(M message) {
    return fields.read(message);
  }

  /** Finds the field of each component. */
  private record Pairing(Map<Type, SingleValue> singles) {

    <R extends Record> FieldCodec.Spread<R> fields(Class<R> record, Message empty) {
      Map<String, FieldDescriptor> unused = new LinkedHashMap<>();
      empty
          .getDescriptorForType()
          .getFields()
          .forEach(field -> unused.put(Components.plain(field.getName()), field));
      FieldCodec.Spread<R> fields = spread(record, empty, "", unused);
      if (!unused.isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no component for %s".formatted(record.getName(), unused.values()));
      }
      return fields;
    }

    /** Takes the fields that are named as a prefix and a component. */
    private <R extends Record> FieldCodec.Spread<R> spread(
        Class<R> record, Message empty, String prefix, Map<String, FieldDescriptor> unused) {
      Components<R> components = Components.of(record);
      List<FieldCodec> fields = new ArrayList<>();
      for (RecordComponent component : components.all()) {
        String name = prefix + Components.plain(component.getName());
        FieldDescriptor field = unused.remove(name);
        if (field != null) {
          fields.add(field(component, empty, field));
        } else if (component.getType().isRecord()) {
          fields.add(spread(component.getType().asSubclass(Record.class), empty, name, unused));
        } else {
          throw new IllegalArgumentException(
              "%s has no field for %s.%s"
                  .formatted(
                      empty.getDescriptorForType().getFullName(),
                      record.getName(),
                      component.getName()));
        }
      }
      return new FieldCodec.Spread<>(components, fields);
    }

    private FieldCodec field(RecordComponent component, Message in, FieldDescriptor field) {
      Class<?> type = component.getType();
      SingleValue single = singles.get(type);
      if (single != null && single.meets(field)) {
        return new FieldCodec.One(field, single);
      }
      if (field.getJavaType() == JavaType.MESSAGE) {
        Message empty = in.newBuilderForType().newBuilderForField(field).buildPartial();
        if (type == Map.class && empty instanceof MapEntry<?, ?> entry && meets(component, field)) {
          return FieldCodec.Table.of(field, entry);
        }
        if (type == List.class
            && field.isRepeated()
            && argument(component, 0) instanceof Class<?> element
            && element.isRecord()) {
          return new FieldCodec.Many(field, empty, message(element, empty));
        }
        if (type.isRecord() && !field.isRepeated()) {
          return new FieldCodec.Inner(field, empty, message(type, empty));
        }
      }
      throw new IllegalArgumentException("%s is not of the type of %s".formatted(field, component));
    }

    private FieldCodec.Spread<?> message(Class<?> record, Message empty) {
      return fields(record.asSubclass(Record.class), empty);
    }

    /** Whether keys and values of a map are those of a field. */
    private boolean meets(RecordComponent map, FieldDescriptor field) {
      List<FieldDescriptor> entry = field.getMessageType().getFields();
      SingleValue key = singles.get(argument(map, 0));
      SingleValue value = singles.get(argument(map, 1));
      return key != null && key.meets(entry.get(0)) && value != null && value.meets(entry.get(1));
    }

    private static Type argument(RecordComponent component, int index) {
      return ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
    }
  }
}
