package dev.tocsin.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events inside of the JSON that log collectors and log stores write: Docker's json-file,
 * journald's {@code MESSAGE}, Loki's {@code line} and {@code values}, Splunk's {@code _raw}, {@code
 * log} and {@code message} of Fluent Bit, Vector and others, {@code textPayload}. An event may also
 * be there as an object, under any key. Within an event nothing is looked for: its texts are chosen
 * by whoever is watched.
 */
final class WrappedJson {
  /** Keys of the line that a program wrote, the most likely first. */
  private static final List<String> LINES =
      List.of(
          "_raw",
          "log",
          "line",
          "MESSAGE",
          "message",
          "textPayload",
          "LogMessage",
          "stringValue",
          "event",
          "body");

  private static final int MAX_DEPTH = 12;
  private static final int MOST_TEXT = 1 << 20;

  private final Receiver receiver;

  WrappedJson(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Takes what is found. */
  interface Receiver {
    /** An object that is an event, by its keys. */
    void event(JsonNode event);

    /**
     * A line of a program.
     *
     * @param stream of which it is, where that is said; may be empty
     * @return whether there is an event in it, or the beginning of one
     */
    boolean line(String text, String stream);

    /** Lines in which there is no event. */
    void noEvent();
  }

  /** Whether anything was found that a receiver could take. */
  boolean search(JsonNode node) {
    return search(node, 0);
  }

  private boolean search(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) {
      return false;
    }
    if (node.isArray()) {
      return isTimedLine(node) ? line(node.get(1).asText(), "") : inside(node, depth);
    }
    if (!node.isObject()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      if (JsonEvents.isKind(each.getKey(), each.getValue().isObject())) {
        receiver.event(node);
        return true;
      }
    }
    boolean lines = false;
    for (String key : LINES) {
      String line = text(node.get(key));
      if (line != null) {
        lines = true;
        if (receiver.line(line, node.path("stream").asText(""))) {
          return true;
        }
      }
    }
    if (inside(node, depth)) {
      return true;
    }
    if (lines) {
      receiver.noEvent();
    }
    return lines;
  }

  private boolean inside(JsonNode node, int depth) {
    boolean found = false;
    for (JsonNode each : node) {
      if (each.isContainerNode()) {
        found |= search(each, depth + 1);
      }
    }
    return found;
  }

  private boolean line(String text, String stream) {
    if (!receiver.line(text, stream)) {
      receiver.noEvent();
    }
    return true;
  }

  /** Loki's {@code ["1795514400500000000", "the line"]}. */
  private static boolean isTimedLine(JsonNode array) {
    return array.size() >= 2
        && array.get(0).isTextual()
        && array.get(1).isTextual()
        && array.get(0).asText().matches("\\d{10,20}");
  }

  /** A text, or the bytes of one, as journald writes what is not printable. */
  private static @Nullable String text(@Nullable JsonNode node) {
    if (node == null || node.isTextual()) {
      return node == null ? null : node.asText();
    }
    if (!node.isArray() || node.isEmpty() || node.size() > MOST_TEXT) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(node.size());
    for (JsonNode each : node) {
      if (!each.isInt()) {
        return null;
      }
      bytes.write(each.asInt());
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
