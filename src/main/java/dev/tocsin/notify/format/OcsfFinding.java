package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.attack.Tactic;
import dev.tocsin.attack.Technique;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert as a Detection Finding (class 2004) of the Open Cybersecurity Schema Framework 1.5.0,
 * whose schema refuses what it does not know. Identity: {@code finding_info.uid} is the alert,
 * {@code metadata.uid} this message.
 */
public final class OcsfFinding {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "1.5.0";
  private static final int CATEGORY = 2;
  private static final int CLASS = 2004;
  private static final int OTHER = 99;

  /** What keys and what they need only once, and only where this format is used. */
  private static final class Attack {
    static final AttackCatalog CATALOG = AttackCatalog.read();
  }

  private OcsfFinding() {}

  /** One finding, {@code application/json}. */
  public static ObjectNode of(Message message) {
    int activity =
        switch (message.transition()) {
          case OPENED -> 1;
          case ESCALATED, CHANGED, REPEATED -> 2;
          case CLOSED -> 3;
        };
    SeverityScale severity = message.severity();
    ObjectNode finding =
        JSON.createObjectNode()
            .put("activity_id", activity)
            .put("category_uid", CATEGORY)
            .put("class_uid", CLASS)
            .put("type_uid", CLASS * 100 + activity)
            .put("severity_id", severity.ocsf)
            .put("time", firstSeen(message))
            .put("message", orElse(message.view().message(), message.view().title()))
            .put("status_id", status(message))
            .put("is_alert", true)
            .put("count", Math.clamp(message.view().count(), 1, Integer.MAX_VALUE))
            .put("start_time", firstSeen(message))
            .put("risk_score", message.view().riskScore())
            .put("risk_level_id", severity.risk);
    putTime(finding, "end_time", message.text("/status/lastSeen"));
    finding
        .putObject("metadata")
        .put("version", VERSION)
        .put("uid", message.id())
        .putObject("product")
        .put("name", "Tocsin")
        .put("vendor_name", "Tocsin");
    finding.set("finding_info", info(message));
    ObjectNode evidence = evidence(message);
    if (!evidence.isEmpty()) {
      finding.putArray("evidences").add(evidence);
    }
    resources(message, finding);
    unmapped(message, finding);
    return finding;
  }

  private static int status(Message message) {
    return switch (message.view().state()) {
      case "Closed" -> 4; // Resolved
      case "Acknowledged" -> 2; // In Progress
      default -> 1; // New
    };
  }

  private static ObjectNode info(Message message) {
    ObjectNode info =
        JSON.createObjectNode()
            .put("uid", message.uid())
            .put("title", message.view().title())
            .put("first_seen_time", firstSeen(message));
    putText(info, "desc", message.view().message());
    putTime(info, "last_seen_time", message.text("/status/lastSeen"));
    ObjectNode analytic =
        info.putObject("analytic").put("type_id", 1).put("name", message.view().policy());
    putText(analytic, "uid", message.text("/spec/policy/uid"));
    putText(analytic, "version", message.text("/spec/policy/generation"));
    ArrayNode attacks = JSON.createArrayNode();
    for (JsonNode each : message.alert().at("/spec/mitreAttack")) {
      attacks.add(attack(each));
    }
    if (!attacks.isEmpty()) {
      info.set("attacks", attacks);
    }
    return info;
  }

  private static ObjectNode attack(JsonNode named) {
    ObjectNode attack = JSON.createObjectNode().put("version", AttackCatalog.VERSION);
    String id = named.path("technique").asText("");
    int part = id.indexOf('.');
    attack.set("technique", technique(part < 0 ? id : id.substring(0, part)));
    if (part >= 0) {
      attack.set("sub_technique", technique(id));
    }
    JsonNode tactic = named.at("/tactics/0");
    Optional<Tactic> known = Attack.CATALOG.tactic(tactic.asText(""));
    known.ifPresent(
        each -> attack.putObject("tactic").put("uid", each.id()).put("name", each.name()));
    return attack;
  }

  private static ObjectNode technique(String id) {
    ObjectNode technique = JSON.createObjectNode().put("uid", id);
    @Nullable Technique known = Attack.CATALOG.technique(id);
    if (known != null) {
      technique.put("name", known.name());
    }
    return technique;
  }

  private static ObjectNode evidence(Message message) {
    ObjectNode evidence = JSON.createObjectNode();
    ObjectNode process = process(message.alert().at("/spec/process"));
    if (hasIdentity(process)) {
      ObjectNode parent = process(message.alert().at("/spec/ancestors/0"));
      if (hasIdentity(parent)) {
        process.set("parent_process", parent);
      }
      evidence.set("process", process);
    }
    file(message, evidence);
    connection(message, evidence);
    if (evidence.isEmpty()) {
      return evidence; // a container alone is none
    }
    String container = message.text("/spec/container/id");
    if (!container.isEmpty()) {
      ObjectNode of = evidence.putObject("container").put("uid", container);
      putText(of, "name", message.text("/spec/container/name"));
      String image = message.text("/spec/container/imageID");
      if (!image.isEmpty()) {
        putText(
            of.putObject("image").put("uid", image), "name", message.text("/spec/container/image"));
      }
      of.put("orchestrator", "Kubernetes");
    }
    String node = message.text("/spec/node");
    if (!node.isEmpty()) {
      evidence
          .putObject("device")
          .put("type_id", OTHER)
          .put("type", "Kubernetes node")
          .put("hostname", node);
    }
    return evidence;
  }

  /** What the schema asks of a process. */
  private static boolean hasIdentity(ObjectNode process) {
    return process.has("pid") || process.has("uid");
  }

  private static ObjectNode process(JsonNode facts) {
    ObjectNode process = JSON.createObjectNode();
    String path = facts.path("binary").asText("");
    String arguments = facts.path("arguments").asText("");
    putText(process, "name", facts.path("name").asText(""));
    putText(process, "path", path);
    putText(process, "cmd_line", arguments.isEmpty() ? path : path + " " + arguments);
    putText(process, "working_directory", facts.path("cwd").asText(""));
    putText(process, "uid", facts.path("execID").asText(""));
    if (facts.path("pid").isIntegralNumber()) {
      process.put("pid", facts.path("pid").asLong());
    }
    putTime(process, "created_time", facts.path("startTime").asText(""));
    if (facts.path("uid").isIntegralNumber()) {
      putText(
          process.putObject("user").put("uid", facts.path("uid").asText()),
          "name",
          facts.path("user").asText(""));
    }
    return process;
  }

  private static void file(Message message, ObjectNode evidence) {
    String path = message.text("/spec/event/file/path");
    if (!path.isEmpty()) {
      evidence
          .putObject("file")
          .put("name", path.substring(path.lastIndexOf('/') + 1))
          .put("path", path)
          .put("type_id", 0); // Unknown: the event does not say whether it is a regular file
    }
  }

  private static void connection(Message message, ObjectNode evidence) {
    JsonNode connection = message.alert().at("/spec/event/connection");
    if (connection.isMissingNode()) {
      return;
    }
    putEndpoint(evidence, "src_endpoint", connection, "source");
    putEndpoint(evidence, "dst_endpoint", connection, "destination");
    ObjectNode about = evidence.putObject("connection_info").put("direction_id", 0);
    putText(about, "protocol_name", connection.path("protocol").asText(""));
  }

  private static void putEndpoint(ObjectNode to, String name, JsonNode connection, String side) {
    String address = connection.path(side + "IP").asText("");
    if (!address.isEmpty()) {
      ObjectNode endpoint = to.putObject(name).put("ip", address);
      int port = connection.path(side + "Port").asInt();
      if (port > 0) {
        endpoint.put("port", port);
      }
    }
  }

  private static void resources(Message message, ObjectNode finding) {
    ObjectNode resource = JSON.createObjectNode();
    if (message.text("/spec/pod/name").isEmpty()) {
      if (message.text("/spec/node").isEmpty()) {
        return;
      }
      resource.put("name", message.text("/spec/node")).put("type", "Node");
    } else {
      resource.put("name", message.subject()).put("type", "Pod");
      putText(resource, "uid", message.text("/spec/pod/uid"));
      putText(resource, "namespace", message.text("/spec/pod/namespace"));
    }
    finding.putArray("resources").add(resource);
  }

  /** What the schema has no place for. */
  private static void unmapped(Message message, ObjectNode finding) {
    ObjectNode own =
        finding
            .putObject("unmapped")
            .put("alert", message.namespace() + "/" + message.name())
            .put("event", message.event());
    putText(own, "cluster", message.text("/spec/cluster"));
    putText(own, "workload_kind", message.text("/spec/workload/kind"));
    putText(own, "workload_name", message.text("/spec/workload/name"));
  }

  /** In milliseconds. */
  private static long firstSeen(Message message) {
    return message.view().firstSeenNanos() / 1_000_000;
  }

  private static void putText(ObjectNode to, String name, String value) {
    if (!value.isEmpty()) {
      to.put(name, value);
    }
  }

  private static void putTime(ObjectNode to, String name, String time) {
    if (!time.isEmpty()) {
      to.put(name, Timestamps.parse(time).toEpochMilli());
    }
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }
}
