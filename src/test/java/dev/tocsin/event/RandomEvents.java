package dev.tocsin.event;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.tocsin.source.proto.GetEventsResponse;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Events made from the description alone: any field may be there, with any value, so that what no
 * recording holds is read too.
 */
final class RandomEvents {
  private static final List<String> TEXTS =
      List.of("", "a", "/usr/bin/bash", "käse \0 \"quoted\"", "::ffff:10.0.0.1", "10.1.2.3", "😀");
  private static final int DEPTH = 8;

  private final Random random;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 5);
  }

  GetEventsResponse next() {
    GetEventsResponse.Builder event = GetEventsResponse.newBuilder();
    fill(event, 0);
    return event.build();
  }

  private void fill(Message.Builder message, int depth) {
    if (message instanceof Timestamp.Builder time) {
      time.setSeconds(random.nextInt(2_000_000_000)).setNanos(random.nextInt(1_000_000_000));
      return;
    }
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getContainingOneof() == null && random.nextInt(3) > 0) {
        set(message, field, depth);
      }
    }
    message
        .getDescriptorForType()
        .getOneofs()
        .forEach(
            oneof -> {
              List<FieldDescriptor> fields = oneof.getFields();
              set(message, fields.get(random.nextInt(fields.size())), depth);
            });
  }

  private void set(Message.Builder message, FieldDescriptor field, int depth) {
    if (depth > DEPTH && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      return;
    }
    if (field.isRepeated()) {
      for (int i = random.nextInt(4); i > 0; i--) {
        message.addRepeatedField(field, value(message, field, depth));
      }
    } else {
      message.setField(field, value(message, field, depth));
    }
  }

  private Object value(Message.Builder message, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextBoolean() ? random.nextInt(100) : random.nextInt();
      case LONG -> random.nextBoolean() ? random.nextInt(100) : random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BYTE_STRING -> {
        byte[] bytes = new byte[random.nextInt(30)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> {
        EnumDescriptor type = field.getEnumType();
        yield type.getValues().get(random.nextInt(type.getValues().size()));
      }
      case MESSAGE -> {
        Message.Builder child = message.newBuilderForField(field);
        fill(child, depth + 1);
        yield child.build();
      }
    };
  }
}
