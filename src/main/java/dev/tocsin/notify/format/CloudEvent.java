package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An alert as an event of CloudEvents 1.0.2, by its bindings to HTTP and to Kafka. */
public final class CloudEvent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CloudEvent() {}

  /** One document, {@code application/cloudevents+json}. */
  public static ObjectNode structured(Message message, Instant now) {
    ObjectNode event = JSON.createObjectNode();
    attributes(message, now).forEach(event::put);
    return event
        .put("datacontenttype", "application/json")
        .<ObjectNode>set("data", (JsonNode) message.alert());
  }

  /** The headers of binary mode, whose body is the alert. */
  public static Map<String, String> headers(Message message, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    attributes(message, now).forEach((name, value) -> headers.put("ce-" + name, encoded(value)));
    return headers;
  }

  /** The headers of a record of Kafka in binary mode, whose value is the alert. */
  public static Map<String, String> recordHeaders(Message message, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    attributes(message, now).forEach((name, value) -> headers.put("ce_" + name, value));
    return headers;
  }

  private static Map<String, String> attributes(Message message, Instant now) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", message.id());
    attributes.put("source", "/tocsin.dev/clusters/" + cluster(message));
    attributes.put("type", "dev.tocsin.alert." + message.event().toLowerCase(Locale.ROOT) + ".v1");
    attributes.put("subject", message.namespace() + "/" + message.name());
    attributes.put("time", Timestamps.format(now));
    return attributes;
  }

  private static String cluster(Message message) {
    String cluster = message.text("/spec/cluster");
    return cluster.isEmpty() ? "default" : URLEncoder.encode(cluster, StandardCharsets.UTF_8);
  }

  /** A value of a header: what is not visible ASCII, and blank, quote and percent, in percents. */
  private static String encoded(String value) {
    StringBuilder header = new StringBuilder(value.length());
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7f && each != '"' && each != '%') {
        header.append((char) each);
      } else {
        header.append('%').append(String.format("%02X", each));
      }
    }
    return header.toString();
  }
}
