package dev.tocsin.lint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The real API server and the checks that stand in for it accept and refuse the same objects. */
@RealCluster
class SchemaAgreementTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Each a change of a policy that is in order; null removes a field. */
  private static final List<String> POLICIES =
      List.of(
          "{}",
          "title: null",
          "title: ''",
          "title: 7",
          "titel: x",
          "events: null",
          "events: []",
          "events: [Exec]",
          "events: [ProcessExec, ProcessExec]",
          "events: [ProcessExec, ProcessExit]",
          "events: ProcessExec",
          "match: null",
          "match: ''",
          "severity: high",
          "severity: High",
          "mode: Off",
          "mode: Shadow",
          "riskScore: 101",
          "riskScore: -1",
          "riskScore: 100",
          "riskScore: 1.5",
          "riskScore: '5'",
          "allowNamespaceExceptions: 'true'",
          "allowNamespaceExceptions: true",
          "mitreAttack: [{technique: 1611}]",
          "mitreAttack: [{technique: T16}]",
          "mitreAttack: [{technique: T1611.001, tactics: [PrivilegeEscalation]}]",
          "mitreAttack: [{technique: T1611, tactics: [privilege-escalation]}]",
          "mitreAttack: [{technique: T1611}, {technique: T1611}]",
          "mitreAttack: [{tactics: []}]",
          "references: ['javascript:x']",
          "references: ['https://example.com']",
          "scope: {host: Maybe}",
          "scope: {host: Include}",
          "scope: {pod: {}}",
          "scope: {podSelector: {matchLabels: {a: b}}}",
          "scope: {podSelector: {matchLabels: {a: 1}}}",
          "scope: {podSelector: {matchExpressions: [{key: a, operator: Is}]}}",
          "scope: {podSelector: {matchExpressions: [{key: a, operator: In}]}}",
          "scope: {podSelector: {matchExpressions: [{key: a, operator: In, values: []}]}}",
          "scope: {podSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}",
          "scope: {podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}",
          "scope: {containers: {include: ['']}}",
          "lists: [{name: a}]",
          "lists: [{name: a, values: []}]",
          "lists: [{name: a, values: [b], configMapKeyRef: {name: c, key: d}}]",
          "lists: [{name: a, configMapKeyRef: {name: c}}]",
          "lists: [{name: a, configMapKeyRef: {name: c, key: d}}]",
          "lists: [{name: a-b, values: []}]",
          "lists: [{name: a, values: [b]}, {name: a, values: [c]}]",
          "variables: [{name: a}]",
          "variables: [{name: a, expression: 'true'}, {name: a, expression: 'true'}]",
          "exceptions: [{name: a, match: 'true', expiresAt: tomorrow}]",
          "exceptions: [{name: a, match: 'true', expiresAt: '2027-01-01T00:00:00Z'}]",
          "exceptions: [{name: a, match: 'true', expiresAt: '2027-01-01T00:00:00+02:00'}]",
          "exceptions: [{name: a, match: 'true', expiresAt: '2027-01-01'}]",
          "exceptions: [{match: 'true'}]",
          "window: {type: Sum, within: 1m}",
          "window: {type: EventCount, condition: {gte: 2}}",
          "window: {type: EventCount, within: 1m}",
          "window: {type: EventCount, within: 1m, condition: {}}",
          "window: {type: EventCount, within: 1m, condition: {gte: 0}}",
          "window: {type: EventCount, within: 1m, condition: {gte: 10001}}",
          "window: {type: EventCount, within: 1m, condition: {gte: 2}}",
          "window: {type: EventCount, within: 1h30m, condition: {gte: 2}}",
          "window: {type: EventCount, within: 1 minute, condition: {gte: 2}}",
          "window: {type: EventCount, within: 500ms, condition: {gte: 2}}",
          "window: {type: EventCount, within: 25h, condition: {gte: 2}}",
          "window: {type: EventCount, within: 60, condition: {gte: 2}}",
          "window: {type: EventCount, within: 1m, condition: {gte: 2}, field: process.name}",
          "window: {type: ValueCount, within: 1m, condition: {gte: 2}}",
          "window: {type: ValueCount, within: 1m, condition: {gte: 2}, field: process.name}",
          "window: {type: Temporal, within: 1m}",
          "window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true'}]}",
          "window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true'}, {name: b, match: 'true'}]}",
          "window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true', events: [ProcessExit]}, {name: b, match: 'true'}]}",
          "{match: null, window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true'}, {name: b, match: 'true'}]}}",
          "alert: {expireAfter: 30s}",
          "alert: {expireAfter: 9000h}",
          "alert: {expireAfter: 1h}",
          "alert: {groupBy: ['']}",
          "alert: {groupBy: [a, b, c, d, e, f, g, h, i]}",
          "alert: {message: ''}",
          "requires: {tetragon: [Credentials]}",
          "requires: {tetragon: [Ancestors]}",
          "requires: {tracingPolicies: [a, a]}",
          "requires: {tracingPolicies: [a]}");

  private static final List<String> EXCEPTIONS =
      List.of(
          "{}",
          "match: null",
          "match: ''",
          "policies: null",
          "policies: {}",
          "policies: {names: []}",
          "policies: {names: [a], selector: {matchLabels: {a: b}}}",
          "policies: {selector: {matchLabels: {a: b}}}",
          "expiresAt: never",
          "expiresAt: '2027-01-01T00:00:00Z'",
          "reasons: x");

  private static final List<String> METADATA =
      List.of(
          "{name: Upper}",
          "{name: under_score}",
          "{name: a.b-c}",
          "{name: -a}",
          "{name: a, labels: {x: y}}",
          "{name: a, labels: {x: 'has blank'}}",
          "{name: a, labels: {'x y': z}}",
          "{name: a, labels: {example.com/x: ''}}",
          "{name: a, annotations: {'x y': z}}",
          "{name: a, annotations: {tocsin.dev/lint-ignore: 'a, b'}}");

  private final KubernetesClient client;
  private final String namespace;

  SchemaAgreementTest(KubernetesClient client, @OwnNamespace String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Test
  void bothRefuseAndAcceptTheSame() {
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    POLICIES.forEach(
        change ->
            objects.put(
                "policy " + change,
                object(
                    "DetectionPolicy",
                    "{title: T, events: [ProcessExec], match: 'true'}",
                    change,
                    "{name: p}")));
    EXCEPTIONS.forEach(
        change ->
            objects.put(
                "exception " + change,
                object(
                    "DetectionException",
                    "{policies: {names: [a]}, match: 'true'}",
                    change,
                    "{name: e}")));
    METADATA.forEach(
        metadata ->
            objects.put(
                "metadata " + metadata,
                object(
                    "DetectionPolicy",
                    "{title: T, events: [ProcessExec], match: 'true'}",
                    "{}",
                    metadata)));

    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (Map.Entry<String, ObjectNode> each : objects.entrySet()) {
      List<Violation> violations = check(each.getValue());
      String refusal = refusal(each.getValue());
      boolean accepted = refusal.isEmpty();
      refused += accepted ? 0 : 1;
      if (accepted != violations.isEmpty()) {
        disagreements.add(each.getKey() + "\n  here: " + violations + "\n  server: " + refusal);
      }
    }

    assertThat(disagreements).isEmpty();
    assertThat(refused).isBetween(60, objects.size() - 25);
  }

  private static List<Violation> check(JsonNode object) {
    return ApiSchema.of("tocsin.dev/v1alpha1", object.path("kind").asText())
        .orElseThrow()
        .check(object);
  }

  /** Why the server would not create it, as strict as kubectl is; empty when it would. */
  private String refusal(ObjectNode object) {
    String plural =
        object.path("kind").asText().equals("DetectionPolicy")
            ? "detectionpolicies"
            : "detectionexceptions";
    String path =
        "/apis/tocsin.dev/v1alpha1/namespaces/%s/%s?dryRun=All&fieldValidation=Strict"
            .formatted(namespace, plural);
    try {
      client.raw(path, "POST", object);
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static ObjectNode object(String kind, String spec, String change, String metadata) {
    ObjectNode object =
        YAML.createObjectNode().put("apiVersion", "tocsin.dev/v1alpha1").put("kind", kind);
    object.set("metadata", tree(metadata));
    ObjectNode changed = (ObjectNode) tree(spec);
    for (Map.Entry<String, JsonNode> entry : tree(change).properties()) {
      if (entry.getValue().isNull()) {
        changed.remove(entry.getKey());
      } else {
        changed.set(entry.getKey(), entry.getValue());
      }
    }
    object.set("spec", changed);
    return object;
  }

  private static JsonNode tree(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
