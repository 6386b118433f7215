package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An alert's object as receivers see it. */
public final class AlertDocument {
  /** How the API server stores it, how the operator counts, and who else was sent it. */
  private static final List<String> METADATA =
      List.of("managedFields", "annotations", "ownerReferences", "selfLink");

  private static final List<String> STATUS = List.of("deliveries", "counted", "conditions");

  private static final List<String> LONG_SPEC = List.of("ancestors", "group", "event");
  private static final List<String> LONG_STATUS = List.of("samples", "nodes", "overflow");

  private static final int LEAST_TEXT = 256;

  private AlertDocument() {}

  /** All that is for others; the document is changed. */
  public static JsonNode of(ObjectNode alert) {
    remove(alert, "metadata", METADATA);
    remove(alert, "status", STATUS);
    return alert;
  }

  /** Without what can be long, for a receiver that takes no more. */
  static JsonNode brief(JsonNode alert) {
    if (!(alert instanceof ObjectNode whole)) {
      return alert;
    }
    ObjectNode brief = whole.deepCopy();
    remove(brief, "spec", LONG_SPEC);
    remove(brief, "status", LONG_STATUS);
    if (brief.at("/spec/pod") instanceof ObjectNode pod) {
      pod.remove("labels");
    }
    if (brief.at("/spec/process") instanceof ObjectNode process) {
      process.remove("arguments");
    }
    return brief;
  }

  /** What no alert lacks, cut, for a receiver that takes next to nothing. */
  static JsonNode least(JsonNode alert) {
    ObjectNode least = JsonNodeFactory.instance.objectNode();
    for (String each : List.of("kind", "apiVersion")) {
      least.set(each, alert.path(each));
    }
    for (String each : List.of("name", "namespace", "uid")) {
      least.withObject("/metadata").set(each, alert.at("/metadata/" + each));
    }
    ObjectNode spec = least.putObject("spec");
    for (String each : List.of("policy", "severity", "subject", "node", "cluster")) {
      if (alert.path("spec").has(each)) {
        spec.set(each, alert.path("spec").get(each));
      }
    }
    for (String each : List.of("title", "message")) {
      String text = alert.path("spec").path(each).asText("");
      spec.put(each, text.substring(0, Math.min(text.length(), LEAST_TEXT)));
    }
    return least;
  }

  private static void remove(ObjectNode alert, String part, List<String> fields) {
    if (alert.get(part) instanceof ObjectNode object) {
      object.remove(fields);
    }
  }
}
