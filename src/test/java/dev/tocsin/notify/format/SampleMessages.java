package dev.tocsin.notify.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Transition;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages about an alert whose texts were chosen by whoever is watched. */
public final class SampleMessages {
  /** What some reader takes for more than text. */
  public static final String HOSTILE =
      "a|b=c\\d \"e\" ]f[ <!channel> @all [x](http://evil) *b* `c` &amp; \n\u202e\u001b[31m é";

  private static final Instant FIRST_SEEN = Instant.parse("2026-11-28T11:59:55.123456Z");

  private SampleMessages() {}

  public static Message opened() {
    return message(Transition.OPENED, 1, "High", "bash ran in db-0", "-i");
  }

  public static Message closed() {
    return message(Transition.CLOSED, 3, "High", "bash ran in db-0", "-i");
  }

  public static Message repeated() {
    return message(Transition.REPEATED, 1, "High", "bash ran in db-0", "-i");
  }

  public static Message hostile() {
    return message(Transition.OPENED, 1, "High", HOSTILE, HOSTILE);
  }

  /** Whose texts are as long as they may be, and longer once they are escaped. */
  public static Message longest() {
    return longestOf("&");
  }

  /** Whose texts are this character, as often as there is room. */
  static Message longestOf(String character) {
    return message(Transition.OPENED, 1, "High", character.repeat(4096), character.repeat(4096));
  }

  /** Of another alert each. */
  public static Message of(int number, String severity) {
    Message one = message(Transition.OPENED, 1, severity, "number " + number, "-i");
    return new Message(
        "uid-" + number,
        one.namespace(),
        "a-" + number,
        one.transition(),
        one.revision(),
        one.view(),
        one.alert());
  }

  private static Message message(
      Transition transition, long revision, String severity, String text, String arguments) {
    String state = transition == Transition.CLOSED ? "Closed" : "Open";
    return new Message(
        "5f3c2d10-0000-4000-8000-000000000001",
        "shop",
        "shell-in-database-1",
        transition,
        revision,
        view(severity, text, state),
        alert(severity, text, arguments, state));
  }

  private static AlertView view(String severity, String text, String state) {
    Pod pod =
        Pod.builder()
            .namespace("shop")
            .name("db-0")
            .uid("pod-uid")
            .serviceAccount("db")
            .labels(Map.of("app", "db"))
            .workload(new Pod.Workload("StatefulSet", "db"))
            .node("node-1")
            .build();
    return new AlertView(
        "shell-in-database-1",
        "shop",
        "shell-in-database",
        "tocsin-system",
        "A shell in a database pod",
        text,
        severity,
        60,
        List.of("T1059.004"),
        List.of("Execution"),
        state,
        12,
        Map.of(),
        FIRST_SEEN.getEpochSecond() * 1_000_000_000L + FIRST_SEEN.getNano(),
        "prod",
        false,
        new Attribution(
            Attribution.Source.LIVE, pod, Container.NONE, new Node("node-1", Map.of())));
  }

  private static ObjectNode alert(String severity, String text, String arguments, String state) {
    ObjectMapper json = new ObjectMapper();
    try {
      ObjectNode alert =
          (ObjectNode)
              json.readTree(
                  """
                  {"apiVersion": "tocsin.dev/v1alpha1", "kind": "SecurityAlert",
                   "metadata": {"name": "shell-in-database-1", "namespace": "shop",
                     "uid": "5f3c2d10-0000-4000-8000-000000000001"},
                   "spec": {
                     "policy": {"name": "shell-in-database", "namespace": "tocsin-system",
                       "uid": "policy-uid", "generation": 4},
                     "title": "A shell in a database pod", "riskScore": 60,
                     "mitreAttack": [{"technique": "T1059.004", "tactics": ["Execution"]}],
                     "subject": "shop/db-0", "node": "node-1", "cluster": "prod",
                     "pod": {"namespace": "shop", "name": "db-0", "uid": "pod-uid",
                       "serviceAccount": "db", "labels": {"app": "db"}},
                     "workload": {"kind": "StatefulSet", "name": "db"},
                     "container": {"name": "db", "id": "c0ffee",
                       "image": "postgres:18", "imageID": "postgres@sha256:abc"},
                     "process": {"name": "bash", "binary": "/usr/bin/bash", "cwd": "/",
                       "uid": 999, "user": "postgres", "pid": 4711, "execID": "bm9kZS0xOjE6MQ==",
                       "startTime": "2026-11-28T11:59:55.100000Z"},
                     "ancestors": [{"name": "postgres", "binary": "/usr/lib/postgresql/18/bin/postgres",
                       "arguments": "-D /data", "pid": 4000, "execID": "bm9kZS0xOjA6MQ=="}],
                     "event": {"kind": "ProcessKprobe", "time": "2026-11-28T11:59:55.123456Z",
                       "function": "tcp_connect",
                       "connection": {"sourceIP": "10.0.0.7", "sourcePort": 40000,
                         "destinationIP": "203.0.113.9", "destinationPort": 4444,
                         "protocol": "TCP"},
                       "file": {"path": "/etc/shadow"}},
                     "triage": {}},
                   "status": {"count": 12, "firstSeen": "2026-11-28T11:59:55.123456Z",
                     "lastSeen": "2026-11-28T12:04:55.000000Z", "nodes": ["node-1"]}}
                  """);
      ObjectNode spec = (ObjectNode) alert.get("spec");
      spec.put("message", text).put("severity", severity);
      ((ObjectNode) spec.get("process")).put("arguments", arguments);
      ((ObjectNode) spec.get("triage")).put("state", state);
      return alert;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
