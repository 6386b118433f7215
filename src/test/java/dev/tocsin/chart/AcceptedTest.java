package dev.tocsin.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server's own judgement of what the chart renders: its schemas and validation. */
@RealCluster(isolated = true)
class AcceptedTest {
  /** What Tetragon and the Prometheus operator would bring, without their schemas. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "tracingpolicies", "cilium.io/v1alpha1/TracingPolicy/Cluster",
          "podmonitors", "monitoring.coreos.com/v1/PodMonitor/Namespaced",
          "servicemonitors", "monitoring.coreos.com/v1/ServiceMonitor/Namespaced",
          "prometheusrules", "monitoring.coreos.com/v1/PrometheusRule/Namespaced");

  private final Helm helm = Helm.orSkip("helm");
  private final ControlPlane plane;

  AcceptedTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void foreignKinds() {
    if (plane.client().namespaces().withName("tocsin-system").get() == null) {
      plane.createNamespace("tocsin-system", Map.of());
    }
    FOREIGN.forEach(this::define);
  }

  private void define(String plural, String kind) {
    String[] parts = kind.split("/");
    plane
        .kubectlWithInput(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.%2$s}
            spec:
              group: %2$s
              scope: %5$s
              names: {plural: %1$s, kind: %4$s}
              versions:
                - name: %3$s
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """
                .formatted(plural, parts[0], parts[1], parts[2], parts[3]),
            "apply",
            "--filename=-")
        .orFail();
    // established, and in what the API server reports its kinds, which comes a moment later
    await()
        .untilAsserted(
            () -> plane.kubectl("get", plural + "." + parts[0], "--all-namespaces").orFail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tetragon.address=localhost:54321 tetragon.metrics=",
        "tetragon.address=unix:///run/cilium/tetragon/tetragon.sock sensor.dataDirectory=",
        "tetragon.address=$(HOST_IP):54321 tetragon.tls.secretName=ca"
            + " tetragon.tls.clientCertificate=true"
            + " tetragon.tls.serverName=a.tetragon-grpc.cilium.io",
        "operator.tls.secretName=cert operator.tls.caConfigMap=ca webhook.failurePolicy=Fail"
            + " webhook.annotations.a/b=c",
        "operator.replicas=1 operator.podDisruptionBudget.enabled=false webhook.enabled=false"
            + " admissionPolicies.enabled=false networkPolicy.enabled=false",
        "rbac.listNamespaces={*} rbac.aggregate=false admissionPolicies.writers[0]=jane",
        "rbac.listNamespaces={default} crds.check=false",
        "fullnameOverride=bell extraLabels.team=blue extraAnnotations.owner=me"
            + " imagePullSecrets={pull}"
            + " image.digest=sha256:0000000000000000000000000000000000000000000000000000000000000000"
            + " sensor.priorityClassName=system-node-critical operator.priorityClassName=high"
            + " sensor.podAnnotations.a=b operator.serviceAccount.annotations.a=b"
            + " operator.serviceAccount.name=given sensor.extraArgs={--help}"
            + " sensor.env[0].name=HTTPS_PROXY sensor.env[0].value=http://proxy:3128"
            + " sensor.maxUnavailable=3",
        "tracing.install=Required packs.escape.enabled=true packs.network.enabled=true"
            + " policies.mode=Shadow",
        "tracing.install=All packs.linux.enabled=true packs.correlation.mode=Shadow"
            + " packs.correlation.enabled=true packs.credential-access.enabled=true",
        "operator.podSecurityContext=null sensor.securityContext=null operator.replicas=null"
            + " operator.alertBurst=1000000 sensor.podLabels.a=b imagePullSecrets[0].name=a"
            + " fullnameOverride=a12345678901234567890123456789012345678901234",
        "monitoring.podMonitor.enabled=true monitoring.serviceMonitor.enabled=true"
            + " monitoring.rules.enabled=true monitoring.dashboard.enabled=true"
            + " monitoring.labels.release=p monitoring.podMonitor.interval=30s"
            + " networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.a=b"
            + " networkPolicy.webhookFrom[0].ipBlock.cidr=10.0.0.0/28",
        "outputs.enabled=true outputs.silenceFloor=Critical outputs.secrets.default={token}"
            + " outputs.objects[0].name=siem outputs.objects[0].namespace=default"
            + " outputs.objects[0].spec.webhook.url=https://siem.example"
            + " outputs.objects[0].spec.webhook.credentials.bearer.name=token"
            + " outputs.objects[0].spec.webhook.credentials.bearer.key=token"
      })
  void whatIsRenderedIsAccepted(String values) {
    String[] options =
        Stream.of(values.split(" "))
            .filter(value -> !value.isEmpty())
            .map(value -> "--set=" + value)
            .toArray(String[]::new);
    assertAccepted(Rendered.by(helm, options));
  }

  /** The files of values that docs/platforms.md shows. */
  @ParameterizedTest
  @ValueSource(strings = {"rhel", "openshift", "bottlerocket", "eks", "gke", "minikube"})
  void whatIsRenderedForAPlatformIsAccepted(String platform, @TempDir Path folder)
      throws IOException {
    Matcher shown =
        Pattern.compile("```yaml " + platform + "\\.yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/platforms.md")));
    assertThat(shown.find()).as(platform).isTrue();
    Path values = Files.writeString(folder.resolve("values.yaml"), shown.group(1));
    assertAccepted(Rendered.by(helm, "--values=" + values));
  }

  private void assertAccepted(Rendered rendered) {
    String accepted =
        plane
            .kubectlWithInput(
                rendered.text(),
                "apply",
                "--dry-run=server",
                "--validate=strict",
                "--filename=-",
                "--output=name")
            .orFail()
            .out();
    assertThat(accepted.lines()).hasSize(rendered.objects().size());
  }
}
