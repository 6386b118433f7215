package dev.tocsin.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.tocsin.source.proto.GetEventsResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that protobuf's JSON does not take as a whole, because of a value that its field cannot
 * have: read field by field, so that one odd value does not hide what happened.
 */
final class OddEvent {
  /** In the year 5138: a greater number counts smaller parts. */
  private static final BigDecimal MOST_SECONDS = new BigDecimal("1e11");

  private int leftOut;

  /**
   * The event without its odd values.
   *
   * @throws InvalidProtocolBufferException when the event of a known kind is no object
   */
  GetEventsResponse read(JsonNode event) throws InvalidProtocolBufferException {
    GetEventsResponse.Builder builder = GetEventsResponse.newBuilder();
    fill(builder, event);
    GetEventsResponse result = builder.build();
    if (result.getEventCase() == GetEventsResponse.EventCase.EVENT_NOT_SET) {
      for (Map.Entry<String, JsonNode> each : event.properties()) {
        if (JsonEvents.isKnownKind(each.getKey())) {
          throw new InvalidProtocolBufferException(each.getKey() + " is no object");
        }
      }
    }
    return result;
  }

  /** How many values {@link #read} left out. */
  int leftOut() {
    return leftOut;
  }

  private void fill(Message.Builder builder, JsonNode object) {
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      FieldDescriptor field = field(builder, each.getKey());
      if (field != null) {
        fill(builder, field, each.getKey(), each.getValue());
      }
    }
  }

  private static @Nullable FieldDescriptor field(Message.Builder builder, String name) {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.getName().equals(name) || field.getJsonName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private void fill(Message.Builder builder, FieldDescriptor field, String name, JsonNode value) {
    if (merge(builder, name, value)) {
      return;
    }
    if (isTime(field) && merge(builder, name, JsonNodeFactory.instance.textNode(time(value)))) {
      return;
    }
    if (isText(field) && value.isArray() && merge(builder, name, joined(value))) {
      return;
    }
    boolean inner =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && !field.isMapField()
            && !field.getMessageType().getFullName().startsWith("google.protobuf.");
    if (inner && field.isRepeated() && value.isArray()) {
      for (JsonNode element : value) {
        if (element.isObject()) {
          Message.Builder part = builder.newBuilderForField(field);
          fill(part, element);
          builder.addRepeatedField(field, part.build());
        } else {
          leftOut++;
        }
      }
    } else if (inner && !field.isRepeated() && value.isObject()) {
      Message.Builder part = builder.newBuilderForField(field);
      fill(part, value);
      builder.setField(field, part.build());
    } else {
      leftOut++;
    }
  }

  private static boolean merge(Message.Builder builder, String name, JsonNode value) {
    Message.Builder alone = builder.getDefaultInstanceForType().newBuilderForType();
    try {
      JsonEvents.PARSER.merge(
          JsonNodeFactory.instance.objectNode().<JsonNode>set(name, value).toString(), alone);
    } catch (InvalidProtocolBufferException e) {
      return false; // the caller looks closer
    }
    builder.mergeFrom(alone.build());
    return true;
  }

  private static boolean isTime(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !field.isRepeated()
        && field.getMessageType().equals(Timestamp.getDescriptor());
  }

  private static boolean isCount(JsonNode value) {
    return value.isNumber() && value.doubleValue() > 0 && value.doubleValue() < 1e19;
  }

  private static boolean isText(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.STRING && !field.isRepeated();
  }

  /** Arguments as a list. */
  private static JsonNode joined(JsonNode texts) {
    List<String> parts = new ArrayList<>();
    texts.forEach(each -> parts.add(each.asText()));
    return JsonNodeFactory.instance.textNode(String.join(" ", parts));
  }

  /**
   * RFC 3339 lets small letters, and in practice a blank, stand for T and Z. A number counts from
   * 1970, in seconds or smaller parts.
   */
  private static String time(JsonNode value) {
    if (isCount(value)) {
      BigDecimal seconds = value.decimalValue();
      while (seconds.compareTo(MOST_SECONDS) > 0) {
        seconds = seconds.movePointLeft(3);
      }
      return Instant.ofEpochSecond(
              seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue())
          .toString();
    }
    return value.asText().strip().toUpperCase(Locale.ROOT).replace(' ', 'T');
  }
}
