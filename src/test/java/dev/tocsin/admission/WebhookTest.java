package dev.tocsin.admission;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.Port;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.identity.SelfManagedAuthority;
import dev.tocsin.identity.ServingCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person with kubectl sees of the webhook, through the real API server. */
@RealCluster
class WebhookTest {
  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: mark}
      spec:
        title: A program
        description: Somebody ran it. Shape, one match.
        severity: High
        events: [ProcessExec]
        match: process.name == 'mark'
      """;

  private final ControlPlane plane;
  private String namespace = "";
  private ServingCertificate certificate;
  private WebhookServer webhook;
  private WebhookTrust trust;

  WebhookTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void installed(@OwnNamespace String ownNamespace) throws Exception {
    namespace = ownNamespace;
    SelfManagedAuthority authority =
        new SelfManagedAuthority(
            plane.client(),
            new SelfManagedAuthority.Settings(namespace, "tls", "ca", List.of("localhost")),
            InstantSource.system());
    certificate = ServingCertificate.start(authority, Duration.ofMinutes(1));
    webhook = listening(Port.free());
    plane
        .kubectlWithInput(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: %1$s}
            webhooks:
              - name: policies.tocsin.dev
                clientConfig: {url: "https://localhost:%2$d/validate"}
                rules:
                  - apiGroups: [tocsin.dev]
                    apiVersions: [v1alpha1]
                    operations: [CREATE, UPDATE]
                    resources: [detectionpolicies, detectionexceptions, alertoutputs, alertsilences]
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                failurePolicy: Ignore
                sideEffects: None
                admissionReviewVersions: [v1]
            """
                .formatted(namespace, webhook.port()),
            "apply",
            "-f",
            "-")
        .orFail();
    trust = new WebhookTrust(plane.client(), namespace, authority::bundle);
    trust.start();
    // the API server observes the configuration a moment after it is stored
    await("asked").atMost(30, SECONDS).until(this::isAsked);
  }

  /**
   * Whether the API server asks the webhook now. Nothing is stored: what was stored unasked would
   * be unchanged ever after, and never asked about.
   */
  private boolean isAsked() {
    return plane
        .kubectlWithInput(
            other(), "create", "--dry-run=server", "--namespace=" + namespace, "-f", "-")
        .err()
        .contains("denied the request");
  }

  private WebhookServer listening(int port) {
    try {
      return WebhookServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          certificate.keyManager(),
          "tocsin-system",
          InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void end() {
    plane.kubectl("delete", "validatingwebhookconfiguration", namespace);
    trust.close();
    webhook.close();
    certificate.close();
  }

  private Command.Result apply(String manifest) {
    return plane.kubectlWithInput(manifest, "apply", "--namespace=" + namespace, "-f", "-");
  }

  private static String other() {
    return broken().replace("name: mark", "name: other");
  }

  private static String broken() {
    return POLICY.replace("process.name", "proces.name");
  }

  @Test
  void anExpressionThatDoesNotCompileIsRefusedWithItsPlace() {
    Command.Result refused = apply(broken());

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("policies.tocsin.dev", "spec.match:1:1", "proces");
    assertThat(plane.kubectl("get", "dpol", "mark", "-n", namespace).exitCode()).isNotZero();
  }

  @Test
  void aSoundPolicyIsStoredWithoutAWord() {
    Command.Result stored = apply(POLICY);

    assertThat(stored.exitCode()).isZero();
    assertThat(stored.err()).isEmpty();
  }

  @Test
  void whatLooksWrongIsStoredWithAWarning() {
    Command.Result stored =
        apply(
            POLICY.replace("process.name == 'mark'", "process.name == 'a' && process.name == 'b'"));

    assertThat(stored.exitCode()).isZero();
    assertThat(stored.err()).contains("Warning:", "[never-true]");
  }

  @Test
  void anExceptionIsJudgedToo() {
    String exception =
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionException
        metadata: {name: backup}
        spec:
          policies: {names: [mark]}
          reason: nightly
          owner: platform team
          match: proces.name == 'mark'
        """;

    Command.Result refused = apply(exception);

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("spec.match:1:1");
    assertThat(apply(exception.replace("proces.", "process.")).exitCode()).isZero();
  }

  @Test
  void outputsAndSilencesAreJudgedToo() {
    Command.Result output =
        apply(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertOutput
            metadata: {name: siem}
            spec:
              match: alert.severty == 'High'
              webhook: {url: "http://receiver.example"}
            """);
    Command.Result silence =
        apply(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertSilence
            metadata: {name: work}
            spec:
              match: alert.policy == 'mark'
              reason: work
              expiresAt: 3023-01-01T00:00:00Z
            """);

    assertThat(output.exitCode()).isNotZero();
    assertThat(output.err()).contains("spec.match:1:6", "severty");
    assertThat(silence.exitCode()).isNotZero();
    assertThat(silence.err()).contains("spec.expiresAt", "longer than 30 days");
  }

  @Test
  void aBrokenObjectThatIsThereAlreadyCanBeLabelled() {
    webhook.close();
    apply(broken()).orFail();
    webhook = listening(webhook.port());
    await("asked again").atMost(30, SECONDS).until(this::isAsked);

    Command.Result labelled = plane.kubectl("label", "dpol", "mark", "-n", namespace, "team=a");

    assertThat(labelled.exitCode()).isZero();
    assertThat(apply(broken().replace("High", "Low")).err()).contains("spec.match:1:1");
  }

  @Test
  void withoutTheWebhookPoliciesAreStoredUnseen() {
    webhook.close();

    assertThat(apply(broken()).exitCode()).isZero();
  }
}
