package dev.tocsin.source;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.tocsin.source.proto.GetEventsResponse;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tetragon's JSON export (protobuf's JSON with snake_case names) to the bytes on the wire. */
final class JsonEvents {
  /** What this version does not know is left out: fields, and names of enum values. */
  static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private static final Pattern FIRST_KEY = Pattern.compile("\\{\\s*\"(\\w{1,64})\"\\s*:\\s*(\\{?)");

  /** The kinds of events, in both spellings of protobuf's JSON. */
  private static final Set<String> KINDS =
      GetEventsResponse.getDescriptor().getOneofs().getFirst().getFields().stream()
          .flatMap(JsonEvents::names)
          .filter(name -> !name.equals("test"))
          .collect(Collectors.toUnmodifiableSet());

  private static Stream<String> names(FieldDescriptor field) {
    return Stream.of(field.getName(), field.getJsonName());
  }

  private JsonEvents() {}

  /** Whether an object with this key is an event of a known kind. */
  static boolean isKnownKind(String key) {
    return KINDS.contains(key);
  }

  /**
   * Whether an object with this key is an event, be it of a kind that is not known here.
   *
   * @param object whether the value is an object
   */
  static boolean isKind(String key, boolean object) {
    return isKnownKind(key) || (object && key.startsWith("process_"));
  }

  /** Whether the first key of an object says that it is an event. */
  static boolean beginsAsEvent(String json) {
    Matcher first = FIRST_KEY.matcher(json);
    return first.lookingAt() && isKind(first.group(1), !first.group(2).isEmpty());
  }

  static byte[] encode(String json) throws InvalidProtocolBufferException {
    GetEventsResponse.Builder event = GetEventsResponse.newBuilder();
    PARSER.merge(json, event);
    return event.build().toByteArray();
  }
}
