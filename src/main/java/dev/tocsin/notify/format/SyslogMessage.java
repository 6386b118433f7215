package dev.tocsin.notify.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An alert as one message of syslog, RFC 5424: facility 13 (log audit), the node as host, {@code
 * Opened} and so on as message id, and its identity in structured data. There is no byte order
 * mark: JSON is ASCII here, and receivers keep a mark in what they hand on.
 */
public final class SyslogMessage {
  private static final int FACILITY = 13;

  /** Receivers should take 8,192 octets, and rsyslog cuts there. */
  private static final int LONGEST = 8000;

  private static final int HOST = 255;
  private static final int CEF_VALUE = 1023;
  private static final int CEF_VALUE_OF_BRIEF = 255;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private SyslogMessage() {}

  /**
   * With the object in JSON, or as much of it as there is room for.
   *
   * @param enterprise number in the name of the structured data
   */
  public static byte[] json(Message message, long enterprise, Instant now) {
    byte[] line = line(message, enterprise, now, text(message.alert()));
    if (line.length > LONGEST) {
      line = line(message, enterprise, now, text(message.brief().alert()));
    }
    return line.length > LONGEST
        ? line(message, enterprise, now, text(AlertDocument.least(message.alert())))
        : line;
  }

  /** With one line of CEF. */
  public static byte[] cef(Message message, long enterprise, Instant now) {
    byte[] line = line(message, enterprise, now, new CefText(CEF_VALUE).line(message));
    return line.length > LONGEST
        ? line(message, enterprise, now, new CefText(CEF_VALUE_OF_BRIEF).line(message.brief()))
        : line;
  }

  private static byte[] line(Message message, long enterprise, Instant now, String text) {
    String line =
        "<"
            + (FACILITY * 8 + message.severity().syslog)
            + ">1 "
            // six digits at most, which Instant would exceed
            + Timestamps.format(now)
            + " "
            + host(message.view().where().node().name())
            + " tocsin - "
            + message.event()
            + " [tocsin@"
            + enterprise
            + parameter("id", message.id())
            + parameter("alert", message.namespace() + "/" + message.name())
            + parameter("policy", message.view().policyNamespace() + "/" + message.view().policy())
            + parameter("severity", message.view().severity())
            + "] "
            + text;
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static String host(String node) {
    StringBuilder host = new StringBuilder();
    node.chars().filter(c -> c > ' ' && c < 0x7f).limit(HOST).forEach(c -> host.append((char) c));
    return host.isEmpty() ? "-" : host.toString();
  }

  /** All of these are names of objects; they are escaped all the same. */
  private static String parameter(String name, String value) {
    return " "
        + name
        + "=\""
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]")
        + "\"";
  }

  private static String text(JsonNode document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written", e);
    }
  }
}
