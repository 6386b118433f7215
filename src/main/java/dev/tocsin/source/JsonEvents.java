package dev.tocsin.source;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.tocsin.source.proto.GetEventsResponse;

/** Tetragon's JSON export (protobuf's JSON with snake_case names) to the bytes on the wire. */
final class JsonEvents {
  /** What this version does not know is left out: fields, and names of enum values. */
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private JsonEvents() {}

  static byte[] encode(String json) throws InvalidProtocolBufferException {
    GetEventsResponse.Builder event = GetEventsResponse.newBuilder();
    PARSER.merge(json, event);
    return event.build().toByteArray();
  }
}
