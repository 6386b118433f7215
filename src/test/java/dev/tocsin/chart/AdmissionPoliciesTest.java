package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.Alerts;
import dev.tocsin.triage.ClusterException;
import dev.tocsin.triage.Decision;
import dev.tocsin.triage.DecisionResult;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may write what of an alert, whatever their roles say. */
@RealCluster(isolated = true, controllers = true)
class AdmissionPoliciesTest {
  private static final String OPERATOR = "system:serviceaccount:tocsin-system:tocsin-operator";
  private static final String BACKUP = "system:serviceaccount:velero:velero's \"server\"";
  private static final String NAME = "shell-aaaa";

  private final ControlPlane plane;
  private final String namespace;
  private final KubernetesClient operator;
  private final Alerts alerts;
  private final People people;

  AdmissionPoliciesTest(ControlPlane plane, @OwnNamespace String namespace) {
    this.plane = plane;
    this.namespace = namespace;
    this.operator = plane.clientAs(OPERATOR, "system:serviceaccounts");
    this.alerts = new Alerts(operator, namespace);
    this.people = new People(plane, namespace);
  }

  /** Everything that is about rights; nobody may do less for it than with the whole chart. */
  @BeforeAll
  static void install(ControlPlane plane) throws IOException {
    plane.createNamespace("tocsin-system", Map.of());
    forge(plane, "default").orFail(); // while nobody minds: to see whether it can be changed
    Rendered rendered =
        Rendered.by(
            Helm.orSkip("helm"),
            "--set-json=admissionPolicies.writers="
                + new ObjectMapper().writeValueAsString(List.of(BACKUP)));
    StringBuilder objects = new StringBuilder();
    rendered
        .ofKind(
            "ClusterRole",
            "ClusterRoleBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding")
        .forEach(object -> objects.append("---\n").append(object).append('\n'));
    plane.kubectlWithInput(objects.toString(), "apply", "--filename=-").orFail();
    // the API server takes a moment to take them up
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () -> {
              assertThat(forge(plane, "default").err()).contains("alerts are made by Tocsin alone");
              assertThat(relabel(plane, "default").err())
                  .contains("labels and annotations of tocsin.dev are written by Tocsin alone");
              assertThat(typeChecked(plane, "tocsin-facts")).isTrue();
              assertThat(typeChecked(plane, "tocsin-triage")).isTrue();
              assertThat(typeChecked(plane, "tocsin-silences")).isTrue();
            });
  }

  private static Command.Result forge(ControlPlane plane, String namespace, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "create";
    all[1] = "--filename=-";
    all[2] = "--namespace=" + namespace;
    System.arraycopy(options, 0, all, 3, options.length);
    return plane.kubectlWithInput(
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: SecurityAlert
        metadata: {name: forged}
        spec:
          policy: {name: shell, namespace: tocsin-system}
          title: Look over there
          severity: Critical
        """,
        all);
  }

  private static Command.Result relabel(ControlPlane plane, String namespace) {
    return plane.kubectl(
        "label",
        "securityalert/forged",
        "--namespace=" + namespace,
        "--overwrite",
        "tocsin.dev/severity=Info",
        "--dry-run=server");
  }

  private static boolean typeChecked(ControlPlane plane, String policy) throws IOException {
    JsonNode status =
        new ObjectMapper()
            .readTree(
                plane
                    .kubectl("get", "validatingadmissionpolicy", policy, "--output=json")
                    .orFail()
                    .out())
            .path("status");
    assertThat(status.at("/typeChecking/expressionWarnings")).as(policy).isEmpty();
    return status.has("observedGeneration");
  }

  @BeforeEach
  void anAlertOfTheOperator() {
    alerts.create("shell", NAME, AlertSeverity.HIGH, Duration.ofMinutes(10));
  }

  @AfterEach
  void close() {
    operator.close();
  }

  private String triager() {
    return people.bound("triager", "tocsin-triage", "triage");
  }

  private Command.Result patch(String user, String patch, String... options) {
    String[] all = new String[options.length + 6];
    all[0] = "patch";
    all[1] = "securityalert/" + NAME;
    all[2] = "--namespace=" + namespace;
    all[3] = "--type=merge";
    all[4] = "--patch=" + patch;
    all[5] = "--as=" + user;
    System.arraycopy(options, 0, all, 6, options.length);
    return plane.kubectl(all);
  }

  private DecisionResult acknowledge(String user) {
    try (KubernetesClient client = plane.clientAs(user, "system:authenticated")) {
      return new AlertBoard(client, Optional.of(namespace))
          .decide(
              new AlertKey(namespace, NAME),
              new Decision(
                  Triage.State.ACKNOWLEDGED, user, Optional.of("looking"), Optional.empty()));
    }
  }

  @Test
  void nobodyElseMakesAnAlertOrSaysHowOftenItWas() {
    assertThat(forge(plane, namespace).err())
        .contains("is forbidden", "alerts are made by Tocsin alone", "admissionPolicies.writers");
    assertThat(
            plane
                .kubectl(
                    "patch",
                    "securityalert/" + NAME,
                    "--namespace=" + namespace,
                    "--subresource=status",
                    "--type=merge",
                    "--patch={\"status\":{\"count\":0}}")
                .err())
        .contains("status is written by Tocsin alone");
    String all = people.with("'*'");
    assertThat(forge(plane, namespace, "--as=" + all).err()).contains("alerts are made by Tocsin");
    assertThat(patch(all, "{\"status\":{\"count\":0}}", "--subresource=status").err())
        .contains(all + " is not among its writers");
    assertThat(alerts.read(NAME).getStatus().count()).isEqualTo(3);
  }

  @Test
  void theFactsStayAsTheyAre() {
    String triager = triager();
    assertThat(patch(triager, "{\"spec\":{\"severity\":\"Info\"}}").err())
        .contains("the facts of an alert cannot be changed");
    for (String mark :
        List.of(
            "{\"labels\":{\"tocsin.dev/severity\":\"Info\"}}",
            "{\"labels\":{\"tocsin.dev/severity\":null}}",
            "{\"labels\":{\"tocsin.dev/node\":\"node-9\"}}",
            "{\"annotations\":{\"tocsin.dev/expire-after\":\"1s\"}}")) {
      assertThat(patch(triager, "{\"metadata\":" + mark + "}").err())
          .contains("labels and annotations of tocsin.dev are written by Tocsin alone");
    }
    patch(triager, "{\"metadata\":{\"labels\":{\"ticket\":\"4711\"}}}").orFail();
  }

  @Test
  void theRoleForTriageTriages() {
    assertThat(acknowledge(triager())).isInstanceOf(DecisionResult.Written.class);
    assertThat(AlertQuery.state(alerts.read(NAME))).isEqualTo(Triage.State.ACKNOWLEDGED);
  }

  @Test
  void aSilenceIsSignedByWhoWritesIt() {
    String triager = triager();
    people.bound("other", "admin", "get");
    assertThat(silence(triager, "somebody-else").err())
        .contains("is forbidden", "spec.createdBy must be who silences alerts: " + triager);
    silence(triager, triager).orFail();
    Command.Result extended =
        plane.kubectl(
            "patch",
            "alertsilence/work",
            "--namespace=" + namespace,
            "--type=merge",
            "--patch={\"spec\":{\"reason\":\"more\"}}",
            "--as=other");
    assertThat(extended.err()).contains("must be who silences alerts: other");
    plane
        .kubectl("label", "alertsilence/work", "--namespace=" + namespace, "a=b", "--as=other")
        .orFail();
  }

  private Command.Result silence(String user, String by) {
    return plane.kubectlWithInput(
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: AlertSilence
        metadata: {name: work}
        spec: {match: 'true', reason: work, expiresAt: 2099-01-01T00:00:00Z, createdBy: "%s"}
        """
            .formatted(by),
        "create",
        "--filename=-",
        "--namespace=" + namespace,
        "--as=" + user);
  }

  @Test
  void theRightToUpdateDoesNotTriage() {
    String updater = people.with("get, update, patch");
    assertThatThrownBy(() -> acknowledge(updater))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("cannot change alert " + namespace + "/" + NAME + ": forbidden: ")
        .hasMessageEndingWith(
            updater
                + " may not triage alerts in "
                + namespace
                + ": that needs the verb triage on securityalerts, which the ClusterRole"
                + " tocsin-triage gives");
    assertThat(AlertQuery.state(alerts.read(NAME))).isEqualTo(Triage.State.OPEN);
    patch(updater, "{\"metadata\":{\"labels\":{\"ticket\":\"4711\"}}}").orFail();
  }

  /** The garbage collector would delete it for whoever may not. */
  @Test
  void anOwnerIsGivenByThoseWhoMayDelete() {
    String owner =
        """
        {"metadata":{"ownerReferences":[
          {"apiVersion":"v1","kind":"Pod","name":"gone","uid":"00000000-0000-0000-0000-000000000000"}]}}
        """;
    assertThat(patch(triager(), owner).err())
        .contains("may not change the owners or finalizers of an alert");
    patch(people.with("get, update, patch, delete"), owner).orFail();
    awaitGone();
  }

  /** It would keep the alert for ever, and its namespace. */
  @Test
  void aFinalizerIsSetByThoseWhoMayDelete() {
    String finalizer = "{\"metadata\":{\"finalizers\":[\"example.com/keep\"]}}";
    String none = "{\"metadata\":{\"finalizers\":null}}";
    String triager = triager();
    assertThat(patch(triager, finalizer).err())
        .contains("may not change the owners or finalizers of an alert");
    String deleter = people.with("get, update, patch, delete");
    patch(deleter, finalizer).orFail();
    assertThat(patch(triager, none).err())
        .contains("may not change the owners or finalizers of an alert");
    patch(deleter, none).orFail();
  }

  @Test
  void nobodyTriagesInTheNameOfAnother() {
    String triager = triager();
    String closed = "{\"spec\":{\"triage\":{\"state\":\"Closed\",\"by\":%s}}}";
    for (String other : List.of("\"the security team\"", "null", "\"\"")) {
      assertThat(patch(triager, closed.formatted(other)).err())
          .contains("spec.triage.by must be who decides: " + triager);
    }
    assertThat(AlertQuery.state(alerts.read(NAME))).isEqualTo(Triage.State.OPEN);
    patch(triager, closed.formatted("\"" + triager + "\"")).orFail();
    // what another has decided is not put into his mouth afterwards
    String second = people.with("get, update, patch, triage");
    assertThat(patch(second, "{\"spec\":{\"triage\":{\"note\":\"a false alarm\"}}}").err())
        .contains("spec.triage.by must be who decides: " + second);
    assertThat(patch(second, "{\"spec\":{\"triage\":null}}").err())
        .contains("spec.triage.by must be who decides: " + second);
  }

  private void awaitGone() {
    await().atMost(60, SECONDS).until(() -> alerts.read(NAME) == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foreground", "orphan", "background"})
  void theGarbageCollectorDoesItsWork(String cascade) {
    plane
        .kubectl(
            "delete",
            "securityalert/" + NAME,
            "--namespace=" + namespace,
            "--cascade=" + cascade,
            "--wait=false")
        .orFail();
    awaitGone();
  }

  @Test
  void namespacesAreDeletedWithTheirAlerts() {
    plane.kubectl("delete", "namespace", namespace, "--wait=false").orFail();
    await()
        .atMost(60, SECONDS)
        .until(() -> plane.client().namespaces().withName(namespace).get() == null);
  }

  @Test
  void furtherWritersAreNamedInTheValues() {
    operator.resource(alerts.read(NAME)).delete();
    people.bound(BACKUP, "cluster-admin", "create");
    try (KubernetesClient backup = plane.clientAs(BACKUP)) {
      assertThatCode(
              () ->
                  new Alerts(backup, namespace)
                      .create("shell", NAME, AlertSeverity.HIGH, Duration.ofMinutes(10)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theStatusOfPoliciesAndExceptionsIsTheOperators() throws IOException {
    plane
        .kubectlWithInput(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: bell}
            spec: {title: The bell is rung, severity: Low, events: [ProcessExec], match: "true"}
            ---
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionException
            metadata: {name: bell}
            spec: {policies: {names: [bell]}, match: "true", reason: known, owner: me}
            """,
            "apply",
            "--namespace=" + namespace,
            "--filename=-")
        .orFail();
    for (String kind : List.of("detectionpolicy", "detectionexception")) {
      Command.Result refused =
          plane.kubectl(
              "patch",
              kind + "/bell",
              "--namespace=" + namespace,
              "--subresource=status",
              "--type=merge",
              "--patch={\"status\":{\"observedGeneration\":9}}");
      assertThat(refused.err()).contains("status is written by Tocsin alone");
      plane
          .kubectl(
              "patch",
              kind + "/bell",
              "--namespace=" + namespace,
              "--type=merge",
              "--patch={\"spec\":{\"match\":\"false\"}}")
          .orFail();
    }
    DetectionPolicy policy =
        plane
            .client()
            .resources(DetectionPolicy.class)
            .inNamespace(namespace)
            .withName("bell")
            .require();
    policy.setStatus(
        new ObjectMapper().readValue("{\"observedGeneration\":2}", DetectionPolicyStatus.class));
    assertThat(operator.resource(policy).updateStatus().getStatus().observedGeneration())
        .isEqualTo(2);
  }
}
