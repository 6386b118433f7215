package dev.tocsin.notify.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.PolicyReportOutput;
import dev.tocsin.api.v1alpha1.PolicyReportOutput.Api;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.reach.ReceiverAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports on a real API server, whose kinds refuse what the published ones refuse. */
@RealCluster(isolated = true)
class ReportDestinationTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

  private final ControlPlane cluster;
  private final String namespace;

  ReportDestinationTest(ControlPlane cluster, @OwnNamespace String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  @BeforeAll
  static void defineReports(ControlPlane cluster) {
    cluster.kubectl("apply", "--filename=src/test/resources/reports/crds.yaml").orFail();
    cluster
        .kubectl(
            "wait",
            "--for=condition=Established",
            "crd/policyreports.wgpolicyk8s.io",
            "crd/reports.openreports.io",
            "--timeout=60s")
        .orFail();
  }

  private ReportDestination destination(Api api) {
    return new ReportDestination(
        new PolicyReportOutput(api), cluster.client(), "tocsin-system/reports", CLOCK);
  }

  private Message in(Message message) {
    return new Message(
        message.uid(),
        namespace,
        message.name(),
        message.transition(),
        message.revision(),
        message.view(),
        message.alert());
  }

  private static String kind(Api api) {
    return api == Api.OPEN_REPORTS ? "reports.openreports.io" : "policyreports.wgpolicyk8s.io";
  }

  private JsonNode report(Api api) throws Exception {
    return new ObjectMapper()
        .readTree(
            cluster
                .kubectl("get", kind(api), "--namespace=" + namespace, "--output=json")
                .orFail()
                .out())
        .get("items");
  }

  @ParameterizedTest
  @EnumSource(names = {"POLICY_REPORT", "OPEN_REPORTS"})
  void anOpenAlertIsAResultAndAClosedOneIsNot(Api api) throws Exception {
    ReportDestination destination = destination(api);
    assertThat(destination.deliver(List.of(in(SampleMessages.opened())), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
    assertThat(destination.deliver(List.of(in(SampleMessages.opened())), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED); // sent again
    JsonNode report = report(api).get(0);
    assertThat(report.at("/metadata/name").asText()).isEqualTo("tocsin.tocsin-system.reports");
    assertThat(report.at("/metadata/labels/app.kubernetes.io~1managed-by").asText())
        .isEqualTo("tocsin");
    assertThat(report.at("/summary/fail").asInt()).isEqualTo(1);
    assertThat(report.get("results")).hasSize(1);
    JsonNode result = report.at("/results/0");
    assertThat(result.get("policy").asText()).isEqualTo("shell-in-database");
    assertThat(result.get("severity").asText()).isEqualTo("high");
    assertThat(result.get("result").asText()).isEqualTo("fail");
    assertThat(result.get("message").asText()).isEqualTo("bash ran in db-0");
    assertThat(result.at("/timestamp/nanos").asInt()).isEqualTo(123_456_000);
    assertThat(result.at("/resources/0/name").asText()).isEqualTo("db-0");

    assertThat(destination.deliver(List.of(in(SampleMessages.closed())), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
    assertThat(report(api)).isEmpty();
  }

  @Test
  void theNewestHundredAreKept() throws Exception {
    ReportDestination destination = destination(Api.POLICY_REPORT);
    for (int from : new int[] {0, 60}) {
      List<Message> some =
          IntStream.range(from, from + 60).mapToObj(i -> in(SampleMessages.of(i, "Low"))).toList();
      assertThat(destination.deliver(some, false)).isEqualTo(ReceiverAnswer.ACCEPTED);
    }
    JsonNode report = report(Api.POLICY_REPORT).get(0);
    assertThat(report.at("/summary/warn").asInt()).isEqualTo(ReportDestination.MOST);
    assertThat(
            StreamSupport.stream(report.get("results").spliterator(), false)
                .map(each -> each.get("message").asText()))
        .startsWith("number 20")
        .endsWith("number 119");
  }

  @Test
  void whatAttackersWriteFits() throws Exception {
    ReportDestination destination = destination(Api.POLICY_REPORT);
    assertThat(
            destination.deliver(
                List.of(in(SampleMessages.hostile()), in(SampleMessages.longest())), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
    assertThat(report(Api.POLICY_REPORT).at("/0/results/0/message").asText())
        .hasSizeLessThanOrEqualTo(512)
        .doesNotContain("\n", "\u202e", "\u001b");
  }

  @Test
  void somebodyElsesReportIsLeftAlone() throws Exception {
    cluster
        .kubectlWithInput(
            """
            apiVersion: wgpolicyk8s.io/v1alpha2
            kind: PolicyReport
            metadata: {name: tocsin.tocsin-system.reports, namespace: %s}
            results: [{policy: theirs}]
            """
                .formatted(namespace),
            "apply",
            "--filename=-")
        .orFail();
    ReportDestination destination = destination(Api.POLICY_REPORT);
    assertThat(destination.deliver(List.of(in(SampleMessages.opened())), false))
        .isEqualTo(
            new ReceiverAnswer.Refused(
                "PolicyReport " + namespace + "/tocsin.tocsin-system.reports is not Tocsin's"));
    assertThat(report(Api.POLICY_REPORT).at("/0/results/0/policy").asText()).isEqualTo("theirs");
  }

  @Test
  void aNamespaceThatIsGoneNeedsNoReport() {
    Message message = SampleMessages.opened(); // of the namespace shop, which is not there
    assertThat(destination(Api.POLICY_REPORT).deliver(List.of(message), false))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
  }

  @Test
  void whoMayNotWriteThemSaysSo() {
    ReportDestination destination =
        new ReportDestination(
            new PolicyReportOutput(null),
            cluster.clientAs("nobody"),
            "tocsin-system/reports",
            CLOCK);
    assertThat(destination.deliver(List.of(in(SampleMessages.opened())), false))
        .isEqualTo(
            new ReceiverAnswer.Unhealthy(
                "the operator may not read and write policyreports.wgpolicyk8s.io"));
  }

  /** Such as a quota: it delays no other namespace. */
  @Test
  void whatANamespaceForbidsIsNoFaultOfTheOutput() {
    cluster
        .kubectlWithInput(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader, namespace: %1$s}
            rules: [{apiGroups: [wgpolicyk8s.io], resources: [policyreports], verbs: [get]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader, namespace: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: reader}]
            """
                .formatted(namespace),
            "apply",
            "--filename=-")
        .orFail();
    ReportDestination destination =
        new ReportDestination(
            new PolicyReportOutput(null),
            cluster.clientAs("reader"),
            "tocsin-system/reports",
            CLOCK);
    await()
        .untilAsserted(
            () ->
                assertThat(destination.deliver(List.of(in(SampleMessages.opened())), false))
                    .isEqualTo(
                        new ReceiverAnswer.Refused("namespace " + namespace + " takes no report")));
  }

  @Test
  void aKindThatIsNotServedIsNamed() {
    cluster.kubectl("delete", "crd", "reports.openreports.io").orFail();
    try {
      assertThat(destination(Api.OPEN_REPORTS).deliver(List.of(in(SampleMessages.opened())), false))
          .isEqualTo(new ReceiverAnswer.Unhealthy("the API server has no reports.openreports.io"));
    } finally {
      defineReports(cluster);
    }
  }
}
