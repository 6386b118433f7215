package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Transition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as an event of Splunk's HTTP Event Collector. Its fields are those of the data models
 * Alerts and Endpoint.Processes of the Common Information Model, and those that risk-based alerting
 * reads; a risk score is in openings and escalations only, since scores add up there.
 *
 * <p>Sources: help.splunk.com, "Format events for HTTP Event Collector"; docs.splunk.com, Common
 * Information Model, "Alerts" and "Endpoint"; splunk/security_content for the risk fields.
 */
public final class SplunkEvent {
  /** Splunk cuts events there, unless it is configured otherwise. */
  private static final int TRUNCATE = 10_000;

  private static final int LONGEST_OF_BRIEF = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SplunkEvent() {}

  /** With the fields of CIM. */
  public static ObjectNode cim(Message message, @Nullable String index, Instant now) {
    ObjectNode event = envelope(message, index, "tocsin:alert", now);
    event.set("event", fields(message, Integer.MAX_VALUE));
    if (event.toString().getBytes(StandardCharsets.UTF_8).length >= TRUNCATE) {
      event.set("event", fields(message, LONGEST_OF_BRIEF));
    }
    JsonNode techniques = JSON.valueToTree(message.view().techniques());
    if (!techniques.isEmpty()) {
      // indexed, where an array is a field of several values
      ObjectNode indexed = event.putObject("fields");
      indexed.set("mitre_technique_id", techniques);
      indexed.set("annotations.mitre_attack", techniques);
    }
    return event;
  }

  /** With a Detection Finding. */
  public static ObjectNode ocsf(Message message, @Nullable String index, Instant now) {
    ObjectNode event = envelope(message, index, "tocsin:ocsf", now);
    event.set("event", OcsfFinding.of(message));
    if (event.toString().getBytes(StandardCharsets.UTF_8).length >= TRUNCATE) {
      event.set("event", OcsfFinding.of(message.brief()));
    }
    return event;
  }

  private static ObjectNode envelope(
      Message message, @Nullable String index, String sourcetype, Instant now) {
    // what is new has its own time, however late it is sent
    long millis =
        message.revision() == 1 ? message.view().firstSeenNanos() / 1_000_000 : now.toEpochMilli();
    ObjectNode event = JSON.createObjectNode().put("time", BigDecimal.valueOf(millis, 3));
    put(event, "host", message.view().where().node().name());
    event.put("source", "tocsin").put("sourcetype", sourcetype);
    put(event, "index", index == null ? "" : index);
    return event;
  }

  private static ObjectNode fields(Message message, int longest) {
    ObjectNode fields =
        JSON.createObjectNode()
            .put("id", message.uid())
            .put("delivery_id", message.id())
            .put("alert", message.namespace() + "/" + message.name())
            .put("event", message.event())
            .put("status", message.view().state())
            .put("app", "Tocsin")
            .put("vendor_product", "Tocsin")
            .put("type", "alert")
            .put("signature", message.view().title())
            .put("signature_id", message.view().policyNamespace() + "/" + message.view().policy())
            .put("severity", message.severity().cim)
            .put("severity_id", message.severity().ocsf)
            .put("count", message.view().count());
    put(fields, "description", cut(message.view().message(), longest));
    String pod = message.view().where().pod().name();
    String node = message.view().where().node().name();
    put(fields, "dest", pod.isEmpty() ? node : pod);
    put(fields, "src", message.subject());
    put(fields, "cluster_name", message.view().cluster());
    put(fields, "node_name", node);
    put(fields, "pod_name", pod);
    put(fields, "pod_namespace", message.text("/spec/pod/namespace"));
    put(fields, "pod_uid", message.text("/spec/pod/uid"));
    put(fields, "pod_image_name", message.text("/spec/container/image"));
    put(fields, "container_name", message.text("/spec/container/name"));
    put(fields, "container_id", message.text("/spec/container/id"));
    put(fields, "workload_kind", message.text("/spec/workload/kind"));
    put(fields, "workload_name", message.text("/spec/workload/name"));
    put(fields, "dest_ip", message.text("/spec/event/connection/destinationIP"));
    put(fields, "dest_port", message.text("/spec/event/connection/destinationPort"));
    put(fields, "file_path", message.text("/spec/event/file/path"));
    process(fields, message, "/spec/process", "process", longest);
    process(fields, message, "/spec/ancestors/0", "parent_process", longest);
    put(fields, "process_guid", message.text("/spec/process/execID"));
    put(fields, "process_current_directory", cut(message.text("/spec/process/cwd"), longest));
    String uid = message.text("/spec/process/uid");
    put(fields, "user_id", uid);
    String user = message.text("/spec/process/user");
    put(fields, "user", user.isEmpty() ? uid : user);
    put(fields, "action", "allowed"); // what Tocsin sees has happened
    risk(fields, message);
    return fields;
  }

  private static void process(
      ObjectNode fields, Message message, String at, String name, int longest) {
    String path = message.text(at + "/binary");
    String arguments = message.text(at + "/arguments");
    put(fields, name, cut(arguments.isEmpty() ? path : path + " " + arguments, longest));
    put(fields, name + "_path", cut(path, longest));
    put(fields, name + "_name", message.text(at + "/name"));
    put(fields, name + "_id", message.text(at + "/pid"));
  }

  private static void risk(ObjectNode fields, Message message) {
    if (message.transition() != Transition.OPENED && message.transition() != Transition.ESCALATED) {
      return;
    }
    put(fields, "risk_object", fields.path("dest").asText(""));
    fields
        .put("risk_object_type", "system")
        .put("risk_score", message.view().riskScore())
        .put("risk_message", message.view().title() + " in " + message.subject());
    String process = message.text("/spec/process/name");
    if (!process.isEmpty()) {
      fields.put("threat_object", process).put("threat_object_type", "process_name");
    }
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private static void put(ObjectNode fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
