package dev.tocsin.transport.protocol;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import dev.tocsin.record.Components;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a component of a record is in a message. */
sealed interface FieldCodec {
  void write(Object value, Message.Builder to);

  Object read(Message from);

  /** A single value. */
  record One(FieldDescriptor field, SingleValue single) implements FieldCodec {
    @Override
    public void write(Object value, Message.Builder to) {
      to.setField(field, single.encode().apply(value));
    }

    @Override
    public Object read(Message from) {
      return single.decode().apply(from.getField(field));
    }
  }

  /** A record that is a message of its own. */
  record Inner(FieldDescriptor field, Message empty, Spread<?> content) implements FieldCodec {
    @Override
    public void write(Object value, Message.Builder to) {
      Message.Builder message = empty.newBuilderForType();
      content.write(value, message);
      to.setField(field, message.build());
    }

    @Override
    public Object read(Message from) {
      return content.read((Message) from.getField(field));
    }
  }

  /** A list of records. */
  record Many(FieldDescriptor field, Message empty, Spread<?> element) implements FieldCodec {
    @Override
    public void write(Object value, Message.Builder to) {
      for (Object each : (List<?>) value) {
        Message.Builder message = empty.newBuilderForType();
        element.write(each, message);
        to.addRepeatedField(field, message.build());
      }
    }

    @Override
    public Object read(Message from) {
      List<Object> all = new ArrayList<>();
      for (Object each : (List<?>) from.getField(field)) {
        all.add(element.read((Message) each));
      }
      return Collections.unmodifiableList(all);
    }
  }

  /** A map, in its order. */
  record Table(FieldDescriptor field, MapEntry<Object, Object> empty) implements FieldCodec {
    @SuppressWarnings("unchecked") // keys and values were compared with the field's
    static Table of(FieldDescriptor field, MapEntry<?, ?> empty) {
      return new Table(field, (MapEntry<Object, Object>) empty);
    }

    @Override
    public void write(Object value, Message.Builder to) {
      ((Map<?, ?>) value)
          .forEach(
              (key, each) ->
                  to.addRepeatedField(
                      field, empty.newBuilderForType().setKey(key).setValue(each).build()));
    }

    @Override
    public Object read(Message from) {
      Map<Object, Object> all = new LinkedHashMap<>();
      for (Object each : (List<?>) from.getField(field)) {
        MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
        all.put(entry.getKey(), entry.getValue());
      }
      return Collections.unmodifiableMap(all);
    }
  }

  /** A record whose components are fields of the message. */
  record Spread<R extends Record>(Components<R> components, List<FieldCodec> fields)
      implements FieldCodec {
    @Override
    public void write(Object value, Message.Builder to) {
      R record = components.type().cast(value);
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).write(Objects.requireNonNull(components.value(record, i)), to);
      }
    }

    @Override
    public R read(Message from) {
      Object[] values = new Object[fields.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = fields.get(i).read(from);
      }
      return components.make(values);
    }
  }
}
