package dev.tocsin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server itself accepts and rejects, by the CRD files alone. */
@RealCluster
class SchemaTest {
  private static final String POLICY =
      """
      title: Shell in a pod
      events: [ProcessExec]
      match: process.name == 'sh'
      """;
  private static final String EXCEPTION =
      """
      policies: {names: [shell]}
      match: pod.namespace == 'build'
      """;
  private static final String ALERT =
      """
      policy: {name: shell, namespace: tocsin-system, uid: u, generation: 1}
      title: Shell in a pod
      severity: High
      subject: shop/web-1
      pod: {namespace: shop, name: web-1, labels: {app: web}}
      process: {name: sh, binary: /bin/sh, pid: 7}
      group: {pod.uid: abc}
      """;

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final String namespace;

  SchemaTest(ControlPlane plane, KubernetesClient client, @OwnNamespace String namespace) {
    this.plane = plane;
    this.client = client;
    this.namespace = namespace;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          title: null                                                          | spec.title: Required value
          title: ''                                                            | spec.title: Invalid value: "": spec.title in body should be at least 1 chars long
          events: null                                                         | spec.events: Required value
          events: []                                                           | spec.events in body should have at least 1 items
          events: [Exec]                                                       | spec.events[0]: Unsupported value: "Exec": supported values: "FileAccess", "ProcessConnect", "ProcessExec"
          events: [ProcessExec, ProcessExec]                                   | spec.events[1]: Duplicate value: "ProcessExec"
          match: null                                                          | match is required, unless the window has steps
          match: ''                                                            | spec.match in body should be at least 1 chars long
          severity: high                                                       | spec.severity: Unsupported value: "high": supported values
          mode: Off                                                            | spec.mode: Unsupported value: "Off": supported values: "Active", "Disabled", "Shadow"
          riskScore: 101                                                       | spec.riskScore in body should be less than or equal to 100
          riskScore: -1                                                        | spec.riskScore in body should be greater than or equal to 0
          mitreAttack: [{technique: 1611}]                                     | spec.mitreAttack[0].technique in body must be of type string
          mitreAttack: [{technique: T16}]                                      | spec.mitreAttack[0].technique in body should match '^T[0-9]{4}
          mitreAttack: [{technique: T1611}, {technique: T1611}]                | spec.mitreAttack[1]: Duplicate value: {"technique":"T1611"}
          references: ['javascript:x']                                         | spec.references[0] in body should match '^https?://'
          scope: {host: Maybe}                                                 | spec.scope.host: Unsupported value: "Maybe": supported values: "Exclude", "Include", "Only"
          scope: {podSelector: {matchExpressions: [{key: a, operator: Is}]}}   | spec.scope.podSelector.matchExpressions[0].operator: Unsupported value: "Is"
          scope: {podSelector: {matchExpressions: [{key: a, operator: In}]}}   | values are required for operators In and NotIn, and only mean something there
          scope: {podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}} | values are required for operators In and NotIn, and only mean something there
          lists: [{name: a}]                                                   | a list has either values or a configMapKeyRef
          lists: [{name: a, values: [b], configMapKeyRef: {name: c, key: d}}]  | a list has either values or a configMapKeyRef
          lists: [{name: a-b, values: []}]                                     | spec.lists[0].name in body should match '^[A-Za-z_]
          lists: [{name: a, values: [b]}, {name: a, values: [c]}]              | spec.lists[1]: Duplicate value: {"name":"a"}
          lists: [{name: a, configMapKeyRef: {name: c}}]                       | spec.lists[0].configMapKeyRef.key: Required value
          variables: [{name: a, expression: 'true'}, {name: a, expression: 'false'}] | spec.variables[1]: Duplicate value: {"name":"a"}
          variables: [{name: a}]                                               | spec.variables[0].expression: Required value
          exceptions: [{name: a, match: 'true'}, {name: a, match: 'true'}]     | spec.exceptions[1]: Duplicate value: {"name":"a"}
          exceptions: [{name: a, match: 'true', expiresAt: tomorrow}]          | spec.exceptions[0].expiresAt in body must be of type date-time: "tomorrow"
          window: {type: Median, within: 1m}                                   | spec.window.type: Unsupported value: "Median": supported values: "EventCount", "Sum", "Temporal", "TemporalOrdered", "ValueCount"
          window: {type: EventCount, condition: {gte: 2}}                      | spec.window.within: Required value
          window: {type: EventCount, within: 1m}                               | condition is required for types EventCount, ValueCount and Sum
          window: {type: EventCount, within: 1m, condition: {}}                | spec.window.condition.gte: Required value
          window: {type: EventCount, within: 1m, condition: {gte: 0}}          | spec.window.condition.gte in body should be greater than or equal to 1
          window: {type: EventCount, within: 1 minute, condition: {gte: 2}}    | spec.window.within in body should match
          window: {type: EventCount, within: 500ms, condition: {gte: 2}}       | within must be between 1s and 24h
          window: {type: EventCount, within: 25h, condition: {gte: 2}}         | within must be between 1s and 24h
          window: {type: EventCount, within: 1m, condition: {gte: 2}, field: process.name} | field is required for types ValueCount and Sum, and only means something there
          window: {type: ValueCount, within: 1m, condition: {gte: 2}}          | field is required for types ValueCount and Sum
          window: {type: Sum, within: 1m, condition: {gte: 2}}                 | field is required for types ValueCount and Sum
          window: {type: Sum, within: 1m, field: process.uid}                  | condition is required for types EventCount, ValueCount and Sum
          window: {type: EventCount, within: 1m, condition: {gte: 10001}}      | only a Sum can ask for more than 10000
          window: {type: EventCount, within: 1m, condition: {gte: 2}, steps: [{name: a, match: 'true'}, {name: b, match: 'true'}]} | steps are required for types Temporal and TemporalOrdered, and only mean something there
          window: {type: Temporal, within: 1m}                                 | steps are required for types Temporal and TemporalOrdered
          window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true'}]} | spec.window.steps in body should have at least 2 items
          window: {type: Temporal, within: 1m, field: process.name, steps: [{name: a, match: 'true'}, {name: b, match: 'true'}]} | field is required for types ValueCount and Sum, and only means something there
          window: {type: Temporal, within: 1m, condition: {gte: 2}, steps: [{name: a, match: 'true'}, {name: b, match: 'true'}]} | condition is required for types EventCount, ValueCount and Sum, and only means something there
          window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true'}, {name: a, match: 'true'}]} | spec.window.steps[1]: Duplicate value: {"name":"a"}
          window: {type: Temporal, within: 1m, steps: [{name: a, match: 'true'}, {name: b, match: 'true', events: [ProcessExit]}]} | spec.events must name every event kind that the window's steps look at
          alert: {expireAfter: 30s}                                            | expireAfter must be between 1m and 8784h
          alert: {groupBy: [a, b, c, d, e, f, g, h, i]}                        | spec.alert.groupBy: Too many: 9: must have at most 8 items
          requires: {tetragon: [Everything]}                                   | spec.requires.tetragon[0]: Unsupported value: "Everything": supported values: "Ancestors", "Namespaces", "ProcessCredentials"
          """)
  void aPolicyIsRejectedWithAReason(String change, String reason) {
    assertThat(rejection("DetectionPolicy", POLICY, change)).contains(reason);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          {mode: Disabled, severity: Info, riskScore: 0}
          scope: {namespaceSelector: {matchLabels: {team: shop}}, containers: {include: ['app-*'], exclude: [istio-proxy]}, host: Include}
          lists: [{name: a, values: [b, c]}, {name: d, configMapKeyRef: {name: e, key: f}}]
          window: {type: EventCount, within: 1h30m, condition: {gte: 2}, groupBy: [pod.uid]}
          window: {type: ValueCount, within: 1m, condition: {gte: 2}, field: process.name}
          window: {type: Sum, within: 24h, condition: {gte: 100000}, field: alert.riskScore}
          {match: null, window: {type: TemporalOrdered, within: 1m, steps: [{name: a, match: 'true'}, {name: b, match: 'true', events: [ProcessExec]}]}}
          alert: {groupBy: [pod.uid], message: '{{process.name}}', expireAfter: 720h}
          exceptions: [{name: a, match: 'true', reason: r, expiresAt: '2027-01-01T00:00:00Z'}]
          requires: {tracingPolicies: [tocsin-files], tetragon: [Ancestors]}
          """)
  void aPolicyIsAccepted(String change) {
    create("DetectionPolicy", POLICY, change);
  }

  @Test
  void whatAPolicyDoesNotSayIsFilledIn() {
    GenericKubernetesResource policy =
        create("DetectionPolicy", POLICY, "{scope: {}, alert: {message: m}}");
    assertThat(policy.<String>get("spec", "severity")).isEqualTo("Medium");
    assertThat(policy.<String>get("spec", "mode")).isEqualTo("Active");
    assertThat(policy.<String>get("spec", "scope", "host")).isEqualTo("Exclude");
    assertThat(policy.<String>get("spec", "alert", "expireAfter")).isEqualTo("720h");
    assertThat(policy.<Boolean>get("spec", "allowNamespaceExceptions")).isFalse();
  }

  @Test
  void theNameOfAPolicyFitsIntoALabel() {
    GenericKubernetesResource policy = resource("DetectionPolicy", POLICY, "{}");
    policy.getMetadata().setGenerateName(null);
    policy.getMetadata().setName("a".repeat(64));
    assertThatThrownBy(() -> client.resource(policy).create())
        .hasMessageContaining("the name has at most 63 characters");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          policies: null                                    | spec.policies: Required value
          policies: {}                                      | policies are given either by names or by a selector
          policies: {names: [a], selector: {}}              | policies are given either by names or by a selector
          policies: {names: []}                             | spec.policies.names in body should have at least 1 items
          match: null                                       | spec.match: Required value
          expiresAt: '2027-01-01T00:00:00'                  | spec.expiresAt in body must be of type date-time
          expiresAt: '2027-02-30T00:00:00Z'                 | spec.expiresAt in body must be of type date-time
          """)
  void anExceptionIsRejectedWithAReason(String change, String reason) {
    assertThat(rejection("DetectionException", EXCEPTION, change)).contains(reason);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          policy: {name: other, namespace: tocsin-system, uid: u, generation: 1} | spec.policy
          severity: Low                                     | spec.severity
          title: Something else                             | spec.title
          pod: {namespace: shop, name: web-2}               | spec.pod
          pod: null                                         | spec.pod
          process: {name: ls}                               | spec.process
          message: new                                      | spec.message
          group: {pod.uid: def}                             | spec.group
          group: null                                       | spec.group
          ancestors: [{name: bash}]                         | spec.ancestors
          """)
  void theFactsOfAnAlertCannotBeChanged(String change, String field) {
    GenericKubernetesResource alert = create("SecurityAlert", ALERT, "{}");
    merge(spec(alert), change);
    assertThatThrownBy(() -> client.resource(alert).update())
        .hasMessageContaining(field + ": Invalid value:")
        .hasMessageContaining("the facts of an alert cannot be changed, only its triage");
  }

  @Test
  void theTriageOfAnAlertCanBeChanged() {
    GenericKubernetesResource alert = create("SecurityAlert", ALERT, "{}");
    assertThat(alert.<String>get("spec", "triage", "state")).isEqualTo("Open");
    merge(spec(alert), "triage: {state: Acknowledged, by: ann, note: known}");
    GenericKubernetesResource acknowledged = client.resource(alert).update();
    assertThat(acknowledged.<String>get("spec", "triage", "state")).isEqualTo("Acknowledged");
    merge(spec(acknowledged), "triage: {state: Gone}");
    assertThatThrownBy(() -> client.resource(acknowledged).update())
        .hasMessageContaining(
            "spec.triage.state: Unsupported value: \"Gone\": supported values: \"Acknowledged\","
                + " \"Closed\", \"Open\"");
  }

  @Test
  void alertsAreSelectedByPolicySeverityAndTriageState() {
    create("SecurityAlert", ALERT, "triage: {state: Closed}");
    GenericKubernetesResource open = create("SecurityAlert", ALERT, "{}");
    create("SecurityAlert", ALERT, "severity: Low");
    create("SecurityAlert", ALERT, "policy: {name: other, namespace: tocsin-system}");
    assertThat(
            client
                .resources(SecurityAlert.class)
                .inNamespace(namespace)
                .withField("spec.policy.name", "shell")
                .withField("spec.severity", "High")
                .withField("spec.triage.state", "Open")
                .list()
                .getItems())
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.getMetadata().getName()).isEqualTo(open.getMetadata().getName()));
  }

  @Test
  void policiesArePrintedWithWhatMatters() {
    DetectionPolicy policy =
        client
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: tocsin.dev/v1alpha1
                    kind: DetectionPolicy
                    metadata: {name: printed, namespace: %s}
                    spec: {title: t, severity: High, events: [ProcessExec], match: 'true'}
                    """
                        .formatted(namespace),
                    DetectionPolicy.class))
            .create();
    policy.setStatus(
        new DetectionPolicyStatus(
            DetectionPolicyStatus.Scope.CLUSTER,
            1L,
            List.of(
                new ConditionBuilder()
                    .withType("Ready")
                    .withStatus("True")
                    .withReason("Loaded")
                    .withMessage("")
                    .withLastTransitionTime("2026-11-24T00:00:00Z")
                    .build()),
            new DetectionPolicyStatus.Nodes("40/40", 40, 40, 2, List.of()),
            1204L,
            new DetectionPolicyStatus.Alerts(3, 17, 0),
            "2026-11-24T00:00:00.123456Z",
            "84ns",
            List.of()));
    client.resource(policy).updateStatus();
    assertThat(table("dpol", "printed"))
        .matches(
            "NAME +SEVERITY +SCOPE +MODE +READY +NODES +BLIND +OPEN ALERTS +LAST MATCH +AGE\n"
                + "printed +High +Cluster +Active +True +40/40 +2 +3 +[0-9]\\S+ +[0-9]\\S*\n");
  }

  @Test
  void alertsArePrintedWithWhatMatters() {
    SecurityAlert alert = new SecurityAlert();
    alert.setMetadata(new ObjectMetaBuilder().withName("printed").withNamespace(namespace).build());
    alert.setSpec(
        SecurityAlertSpec.builder(
                new SecurityAlertSpec.PolicyReference("shell", "tocsin-system", "u", 1L),
                "Shell",
                AlertSeverity.HIGH)
            .subject("shop/web-1")
            .process(Serialization.unmarshal("name: sh", ProcessFacts.class))
            .build());
    SecurityAlert created = client.resource(alert).create();
    created.setStatus(
        SecurityAlertStatus.builder().count(7L).lastSeen("2026-11-24T00:00:00Z").build());
    client.resource(created).updateStatus();
    assertThat(table("salert", "printed"))
        .matches(
            "NAME +SEVERITY +POLICY +NAMESPACE/POD +PROCESS +COUNT +STATE +LAST SEEN\n"
                + "printed +High +shell +shop/web-1 +sh +7 +Open +[0-9]\\S+\n");
  }

  @Test
  void exceptionsArePrintedWithWhatMatters() {
    GenericKubernetesResource exception =
        create("DetectionException", EXCEPTION, "{reason: builds, owner: ann}");
    assertThat(table("dexc", exception.getMetadata().getName()))
        .matches(
            "NAME +REASON +OWNER +READY +ACTIVE +MATCHES +EXPIRES +AGE\n"
                + "\\S+ +builds +ann +[0-9]\\S*\\s*\n");
  }

  @Test
  void allKindsAreInTheCategory() {
    String policy = create("DetectionPolicy", POLICY, "{}").getMetadata().getName();
    String exception = create("DetectionException", EXCEPTION, "{}").getMetadata().getName();
    String alert = create("SecurityAlert", ALERT, "{}").getMetadata().getName();
    assertThat(plane.kubectl("get", "tocsin", "-n", namespace, "-o", "name").orFail().out().lines())
        .containsExactlyInAnyOrder(
            "detectionpolicy.tocsin.dev/" + policy,
            "detectionexception.tocsin.dev/" + exception,
            "securityalert.tocsin.dev/" + alert);
  }

  @Test
  void kubectlExplainsEveryField() {
    assertThat(plane.kubectl("explain", "dpol.spec.window.type").orFail().out())
        .contains("EventCount counts matches");
  }

  @Test
  void theStatusIsASubresource() {
    GenericKubernetesResource policy = create("DetectionPolicy", POLICY, "{}");
    policy.setAdditionalProperty("status", Map.of("scope", "Cluster"));
    assertThat(client.resource(policy).update().<Object>get("status")).isNull();
    assertThat(client.resource(policy).updateStatus().<String>get("status", "scope"))
        .isEqualTo("Cluster");
  }

  /** As the READMEs say it is installed. */
  @ParameterizedTest
  @ValueSource(strings = {"--filename=config/samples", "--kustomize=config/policies"})
  void whatIsShippedIsAcceptedWithoutAWarning(String folder) {
    if (client.namespaces().withName("tocsin-system").get() == null) {
      plane.createNamespace("tocsin-system", Map.of());
    }
    Command.Result result =
        plane.kubectl("apply", folder, "--dry-run=server", "--validate=strict").orFail();
    assertThat(result.out()).contains("detectionpolicy.tocsin.dev/");
    assertThat(result.err()).isEmpty();
  }

  private String table(String type, String name) {
    return plane.kubectl("get", type, name, "-n", namespace).orFail().out();
  }

  private String rejection(String kind, String base, String change) {
    KubernetesClientException rejection =
        catchThrowableOfType(KubernetesClientException.class, () -> create(kind, base, change));
    assertThat(rejection).as("the server accepted it").isNotNull();
    assertThat(rejection.getCode()).isEqualTo(422);
    return String.valueOf(rejection.getMessage());
  }

  private GenericKubernetesResource create(String kind, String base, String change) {
    return client.resource(resource(kind, base, change)).create();
  }

  private GenericKubernetesResource resource(String kind, String base, String change) {
    Map<String, Object> spec = yaml(base);
    merge(spec, change);
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion("tocsin.dev/v1alpha1");
    resource.setKind(kind);
    ObjectMeta metadata =
        new ObjectMetaBuilder().withGenerateName("test-").withNamespace(namespace).build();
    resource.setMetadata(metadata);
    resource.setAdditionalProperty("spec", spec);
    return resource;
  }

  private static Map<String, Object> spec(GenericKubernetesResource resource) {
    return resource.get("spec");
  }

  /** Null removes a field. */
  private static void merge(Map<String, Object> spec, String change) {
    yaml(change)
        .forEach(
            (field, value) -> {
              if (value == null) {
                spec.remove(field);
              } else {
                spec.put(field, value);
              }
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(String text) {
    return new LinkedHashMap<>(Serialization.unmarshal("---\n" + text, Map.class));
  }
}
