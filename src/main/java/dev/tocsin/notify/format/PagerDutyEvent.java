package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.text.Visible;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as an event of PagerDuty Events API v2: one incident for each alert, whose key is the
 * alert's uid. Bounds are those of developer.pagerduty.com, "Send an Alert Event".
 */
public final class PagerDutyEvent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SUMMARY = 1024;

  private PagerDutyEvent() {}

  /**
   * @param routingKey the integration's key
   * @param brief without what can be long
   */
  public static ObjectNode of(
      Message message, String routingKey, @Nullable AlertTemplate template, boolean brief) {
    String action = action(message);
    ObjectNode event =
        JSON.createObjectNode()
            .put("routing_key", routingKey)
            .put("event_action", action)
            .put("dedup_key", message.uid())
            .put("client", "Tocsin");
    if (!action.equals("trigger")) {
      return event; // the rest is known there
    }
    ObjectNode payload =
        event
            .putObject("payload")
            .put("summary", summary(message, template))
            .put("source", orElse(message.subject(), message.namespace()))
            .put("severity", message.severity().pagerDuty)
            .put("component", orElse(message.view().where().node().name(), "unknown"))
            .put("group", message.namespace())
            .put("class", message.view().policy());
    long nanos = message.view().firstSeenNanos();
    if (nanos > 0) {
      payload.put("timestamp", Timestamps.format(Instant.ofEpochSecond(0, nanos)));
    }
    ObjectNode details = payload.putObject("custom_details");
    if (!brief) {
      details.put("Message", Visible.line(message.view().message()));
    }
    for (ReadableAlert.Line each : ReadableAlert.lines(message, brief)) {
      details.put(each.label(), Visible.line(each.value()));
    }
    details.put("Tocsin-Id", message.id());
    return event;
  }

  /** What only changed is triggered again, which adds to the incident that is there. */
  private static String action(Message message) {
    return switch (message.transition()) {
      case OPENED, ESCALATED, REPEATED -> "trigger";
      case CHANGED -> message.view().state().equals("Acknowledged") ? "acknowledge" : "trigger";
      case CLOSED -> "resolve";
    };
  }

  private static String summary(Message message, @Nullable AlertTemplate template) {
    return template == null
        ? Visible.line(
            message.view().severity() + ": " + message.view().title() + " in " + message.subject(),
            SUMMARY)
        : Visible.line(template.render(message.view(), Visible::line, SUMMARY), SUMMARY);
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }
}
