package dev.tocsin.source;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import dev.tocsin.source.proto.GetInfoResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The agent's flags, as text. */
final class AgentOptions {
  private AgentOptions() {}

  /** A value of a type that this version does not know reads as {@code ""}. */
  static Map<String, String> of(GetInfoResponse info) {
    Map<String, String> options = new TreeMap<>();
    for (GetInfoResponse.ConfVal option : info.getConfList()) {
      options.put(option.getKey(), text(option.getValue()));
    }
    return options;
  }

  private static String text(Any value) {
    try {
      return switch (value.getTypeUrl().substring(value.getTypeUrl().lastIndexOf('.') + 1)) {
        case "BoolValue" -> Boolean.toString(value.unpack(BoolValue.class).getValue());
        case "StringValue" -> value.unpack(StringValue.class).getValue();
        case "Int32Value" -> Integer.toString(value.unpack(Int32Value.class).getValue());
        case "Int64Value" -> Long.toString(value.unpack(Int64Value.class).getValue());
        case "UInt32Value" -> Integer.toUnsignedString(value.unpack(UInt32Value.class).getValue());
        case "UInt64Value" -> Long.toUnsignedString(value.unpack(UInt64Value.class).getValue());
        case "FloatValue" -> Float.toString(value.unpack(FloatValue.class).getValue());
        case "DoubleValue" -> Double.toString(value.unpack(DoubleValue.class).getValue());
        case "ListValue" ->
            value.unpack(ListValue.class).getValuesList().stream()
                .map(Value::getStringValue)
                .collect(Collectors.joining(","));
        default -> "";
      };
    } catch (InvalidProtocolBufferException e) {
      // an option that cannot be read is as good as one of an unknown type
      return "";
    }
  }
}
