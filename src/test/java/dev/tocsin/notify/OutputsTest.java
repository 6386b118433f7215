package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.alert.Findings;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.OpenAlert;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.TestRun;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.ReceiverState;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.triage.OutputTester;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs, aggregator and store together, against a real API server. */
@RealCluster(isolated = true)
class OutputsTest {
  private static final Pattern MANIFEST = Pattern.compile("(?ms)^```yaml\n(apiVersion: .*?)^```$");

  private final InstantSource clock = InstantSource.system();
  private final Findings findings = new Findings(clock);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ControlPlane cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final String system;
  private FakeReceiver receiver;
  private @Nullable LeadingOutputs leader;

  OutputsTest(ControlPlane cluster, @OwnNamespace String namespace, @OwnNamespace String system) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = namespace;
    this.system = system;
    findings.idPrefix = namespace + "-";
    findings.namespace = namespace;
    findings.policyNamespace = system;
  }

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
    leader = new LeadingOutputs(client, system, receiver, clock, failures::add).start();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (leader != null) {
      leader.end();
    }
    receiver.close();
    assertThat(failures).isEmpty();
    assertThat(receiver.violations).isEmpty();
  }

  @Test
  void anAlertIsSentAsItOpensEscalatesAndClosesAndItsStatusSaysSo() throws InterruptedException {
    secret(system, "hook", "token", "t0ken");
    apply(
        output(
            system,
            "siem",
            """
            webhook:
              url: %s
              credentials: {bearer: {name: hook, key: token}}
            """));
    await()
        .untilAsserted(
            () -> assertThat(condition(system, "siem", "Accepted")).isEqualTo("True Accepted"));
    assertThat(condition(system, "siem", "Delivering")).isEqualTo("Unknown NothingSent");

    fire(1);
    awaitSent("Opened");
    fire(10);
    awaitSent("Opened", "Escalated");
    close(only());
    awaitSent("Opened", "Escalated", "Closed");

    String uid = only().getMetadata().getUid();
    assertThat(receiver.received)
        .extracting(each -> each.header("Tocsin-Id"))
        .containsExactly(uid + "-1", uid + "-2", uid + "-3");
    assertThat(receiver.received)
        .allSatisfy(each -> assertThat(each.header("Authorization")).isEqualTo("Bearer t0ken"));
    await()
        .atMost(Duration.ofSeconds(40)) // it waits for the alert's next write
        .untilAsserted(
            () ->
                assertThat(only().getStatus().deliveries())
                    .extracting(
                        ReceiverState::receiver,
                        ReceiverState::revision,
                        ReceiverState::event,
                        ReceiverState::state)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                            system + "/siem", 3L, "Closed", "Announced")));
    cluster
        .kubectl(
            "wait",
            "--for=condition=Delivering",
            "alertoutput/siem",
            "--namespace=" + system,
            "--timeout=30s")
        .orFail();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .kubectl("get", "aout", "siem", "--namespace=" + system)
                            .orFail()
                            .out()
                            .replaceAll(" +", " "))
                    .contains("ACCEPTED DELIVERING PENDING DELIVERED GIVEN UP")
                    .contains("siem True True 0 3 0"));

    failover();
    fireAnother();
    awaitSent("Opened", "Escalated", "Closed", "Opened"); // and nothing twice
  }

  @Test
  void aNewLeaderSendsWhatTheLastOneDidNot() throws InterruptedException {
    receiver.usual = new FakeReceiver.Behaviour.Answers(503);
    apply(output(system, "siem", "webhook: {url: %s}\n"));
    fire(1);
    await().until(() -> !receiver.received.isEmpty());
    failover();
    receiver.usual = new FakeReceiver.Behaviour.Answers(200);
    String uid = only().getMetadata().getUid();
    await()
        .untilAsserted(
            () -> assertThat(condition(system, "siem", "Delivering")).startsWith("True"));
    assertThat(receiver.received)
        .extracting(each -> each.header("Tocsin-Id"))
        .containsOnly(uid + "-1");
  }

  @Test
  void oneThatHangsDisturbsNoOther() {
    receiver.usual =
        new FakeReceiver.Behaviour.Decides(
            request ->
                request.path().equals("/hook")
                    ? new FakeReceiver.Behaviour.Hangs()
                    : new FakeReceiver.Behaviour.Answers(200));
    apply(output(system, "hangs", "timeout: 2m\nwebhook: {url: %s}\n"));
    apply(output(system, "works", "webhook: {url: %s-well}\n"));
    await()
        .untilAsserted(
            () -> assertThat(condition(system, "works", "Accepted")).isEqualTo("True Accepted"));
    fire(1);
    fireAnother();
    await()
        .atMost(Duration.ofSeconds(40)) // far less than the other one hangs
        .untilAsserted(
            () ->
                assertThat(receiver.received)
                    .filteredOn(each -> each.path().equals("/hook-well"))
                    .hasSize(2));
    assertThat(receiver.received).filteredOn(each -> each.path().equals("/hook")).hasSize(1);
  }

  @Test
  void theOperatorTestsAnOutputThatIsToBeTested() throws InterruptedException {
    apply(output(system, "siem", "match: 'false'\nwebhook: {url: %s}\n"));
    TestRun result =
        new OutputTester(client).test(system, "siem", "r-1", Duration.ofSeconds(60)).orElseThrow();
    assertThat(result.delivered()).isTrue();
    assertThat(result.exchange()).last().asString().startsWith("Closed was taken after ");
    assertThat(receiver.received)
        .extracting(each -> each.header("Tocsin-Id"))
        .containsExactly("test-r-1-1", "test-r-1-2");
    failover(); // the next leader does not test again
    fire(1);
    await().until(() -> condition(system, "siem", "Accepted").equals("True Accepted"));
    assertThat(receiver.received).hasSize(2);
  }

  @Test
  void anAlertThatIsDeletedWhileItIsOpenIsClosedAtTheReceiver() {
    apply(output(system, "siem", "webhook: {url: %s}\n"));
    fire(1);
    awaitSent("Opened");
    String name = only().getMetadata().getName();
    cluster.kubectl("delete", "salert", name, "--namespace=" + namespace).orFail();
    awaitSent("Opened", "Closed");
    assertThat(receiver.received.getLast().body()).contains("\"name\":\"" + name + "\"");
  }

  @Test
  void anAlertThatIsDeletedWhileNobodyLeadsIsClosedAtTheReceiver() throws InterruptedException {
    apply(output(system, "siem", "webhook: {url: %s}\n"));
    fire(1);
    awaitSent("Opened");
    SecurityAlert alert = only();
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .resources(AlertOutput.class)
                            .inNamespace(system)
                            .withName("siem")
                            .require()
                            .getStatus()
                            .open())
                    .extracting(OpenAlert::uid)
                    .containsExactly(alert.getMetadata().getUid()));
    java.util.Objects.requireNonNull(leader).end();
    String name = alert.getMetadata().getName();
    cluster.kubectl("delete", "salert", name, "--namespace=" + namespace).orFail();
    leader = new LeadingOutputs(client, system, receiver, clock, failures::add).start();
    awaitSent("Opened", "Closed");
    assertThat(receiver.received.getLast().header("Tocsin-Id"))
        .isEqualTo(alert.getMetadata().getUid() + "-2");
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .resources(AlertOutput.class)
                            .inNamespace(system)
                            .withName("siem")
                            .require()
                            .getStatus()
                            .open())
                    .isEmpty());
  }

  @Test
  void aTenantIsConfinedToItsNamespaceAndToAddressesOutside() throws InterruptedException {
    apply(output(namespace, "mine", "webhook: {url: %s}\n"));
    apply(output(system, "all", "webhook: {url: %s}\n"));
    fire(1);
    awaitSent("Opened");
    await()
        .untilAsserted(
            () ->
                assertThat(condition(namespace, "mine", "Accepted"))
                    .isEqualTo("False AddressForbidden"));
    findings.namespace = "";
    findings.node = "node-of-" + system;
    fireAnother();
    awaitSent("Opened", "Opened");
    assertThat(receiver.received).hasSize(2); // both of the output in the system namespace
  }

  @Test
  void anExpressionThatIsWrongIsSaidWithItsPlace() {
    apply(output(system, "wrong", "match: alert.severty == 'High'\nwebhook: {url: %s}\n"));
    await()
        .untilAsserted(
            () ->
                assertThat(condition(system, "wrong", "Accepted")).isEqualTo("False InvalidMatch"));
    assertThat(
            conditions(system, "wrong").stream()
                .filter(each -> each.getType().equals("Accepted"))
                .map(Condition::getMessage))
        .allSatisfy(message -> assertThat(message).contains("spec.match", "severty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|one destination",
        "{webhook: {url: 'http://a'}, alertmanager: {urls: ['http://b']}}|one destination",
        "{webhook: {}}|url or by urlFrom",
        "{webhook: {url: 'http://a', urlFrom: {name: a, key: b}}}|url or by urlFrom",
        "{webhook: {url: 'http://user:secret@a'}}|should match",
        "{webhook: {url: 'file:///etc/passwd'}}|should match",
        "{webhook: {url: 'http://a', credentials: {}}}|one of bearer, basic and header",
        "{webhook: {url: 'http://a', credentials: {header: {name: Host, value: {name: a, key:"
            + " b}}}}}|own",
        "{webhook: {url: 'http://a'}, timeout: 1h}|between 1s and 2m",
        "{webhook: {url: 'http://a'}, events: [Open]}|Unsupported value",
        "{webhook: {url: 'http://a'}, requestsPerMinute: 0}|greater than or equal to 1",
        "{alertmanager: {urls: ['http://a']}, events: [Opened]}|events cannot be chosen",
        "{alertmanager: {urls: []}}|at least 1 items",
        "{webhook: {url: 'http://a', format: Template}}|format Template, which needs it",
        "{webhook: {url: 'http://a'}, template: a}|format Template, which needs it",
        "{webhook: {url: 'http://a'}, group: {}}|group is for",
        "{slack: {urlFrom: {name: a, key: b}}, group: {wait: 1h}}|waits for 10m",
        "{slack: {}}|urlFrom",
        "{teams: {urlFrom: {name: a, key: b}}, slack: {urlFrom: {name: a, key: b}}}|one"
            + " destination",
        "{splunk: {url: 'https://a:8088', token: {name: a, key: b}, index: _Main}}|should match",
        "{syslog: {host: 'a b'}}|should match",
        "{syslog: {host: a, protocol: RELP}}|Unsupported value",
        "{openTelemetry: {url: 'grpc://a'}}|should match",
        "{pagerDuty: {routingKey: {name: a, key: b}}, group: {}}|group is for",
      })
  void whatIsWrongIsRefused(String spec, String why) {
    var result =
        cluster.kubectlWithInput(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertOutput
            metadata: {name: wrong, namespace: %s}
            spec: %s
            """
                .formatted(namespace, spec),
            "apply",
            "--dry-run=server",
            "--filename=-");
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(why);
  }

  /** Whatever becomes of their receivers, all that the outputs say can be used. */
  private void awaitUsable(String where) {
    await()
        .untilAsserted(
            () ->
                assertThat(client.resources(AlertOutput.class).inNamespace(where).list().getItems())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.getStatus()).isNotNull())
                    .flatExtracting(each -> each.getStatus().conditions())
                    .extracting(Condition::getReason)
                    .isSubsetOf(
                        "Accepted", "SecretUnusable", "NothingSent", "NotAccepted", "Retrying"));
  }

  @Test
  void theManifestsOfTheDocumentsAreAccepted() throws IOException {
    int applied = 0;
    try (Stream<Path> pages = Files.list(Path.of("docs/outputs"))) {
      for (Path page : pages.toList()) {
        Matcher manifest = MANIFEST.matcher(Files.readString(page));
        while (manifest.find()) {
          String text = manifest.group(1);
          String where = text.contains("  namespace: tocsin-system") ? system : namespace;
          String own = text.replaceAll("(?m)^  namespace: .*", "  namespace: " + where);
          cluster.kubectlWithInput(own, "apply", "--filename=-").orFail();
          awaitUsable(where);
          cluster.kubectlWithInput(own, "delete", "--filename=-").orFail(); // there may be eight
          applied++;
        }
      }
    }
    assertThat(applied).isGreaterThanOrEqualTo(9);
  }

  @Test
  void aTurnThatFailsIsNotTheLast() throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    failover(
        () -> {
          if (failed.compareAndSet(false, true)) {
            throw new NoClassDefFoundError("missing");
          }
          return true;
        });
    await().untilTrue(failed);
    apply(output(system, "siem", "webhook: {url: %s}\n"));
    fire(1);
    awaitSent("Opened");
  }

  private void failover() throws InterruptedException {
    failover(() -> true);
  }

  private void failover(BooleanSupplier maySend) throws InterruptedException {
    if (leader != null) {
      leader.end();
    }
    leader = new LeadingOutputs(client, system, receiver, clock, failures::add, maySend).start();
  }

  private void fire(int times) {
    for (int i = 0; i < times; i++) {
      java.util.Objects.requireNonNull(leader).aggregator.accept(findings.finding("web-1"));
    }
  }

  private void fireAnother() {
    java.util.Objects.requireNonNull(leader).aggregator.accept(findings.finding("web-2"));
  }

  private void awaitSent(String... events) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(receiver.received)
                    .extracting(each -> each.header("Tocsin-Event"))
                    .containsExactly(events));
  }

  private SecurityAlert only() {
    List<SecurityAlert> all =
        client.resources(SecurityAlert.class).inNamespace(namespace).list().getItems();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private void close(SecurityAlert alert) {
    cluster
        .kubectl(
            "patch",
            "securityalert",
            alert.getMetadata().getName(),
            "--namespace=" + namespace,
            "--type=merge",
            "--patch={\"spec\":{\"triage\":{\"state\":\"Closed\"}}}")
        .orFail();
  }

  private List<Condition> conditions(String in, String name) {
    AlertOutput output =
        client.resources(AlertOutput.class).inNamespace(in).withName(name).require();
    return output.getStatus() == null ? new ArrayList<>() : output.getStatus().conditions();
  }

  private String condition(String in, String name, String type) {
    return conditions(in, name).stream()
        .filter(each -> each.getType().equals(type))
        .map(each -> each.getStatus() + " " + each.getReason())
        .findFirst()
        .orElse("");
  }

  private void secret(String in, String name, String key, String value) {
    cluster
        .kubectl(
            "create",
            "secret",
            "generic",
            name,
            "--namespace=" + in,
            "--from-literal=" + key + "=" + value)
        .orFail();
  }

  /** Of alerts of this test: other tests have theirs on the same API server. */
  private String output(String in, String name, String spec) {
    String match =
        spec.contains("match:") ? "" : "match: alert.policyNamespace == '" + system + "'\n";
    return """
    apiVersion: tocsin.dev/v1alpha1
    kind: AlertOutput
    metadata: {name: %s, namespace: %s}
    spec:
    %s
    """
        .formatted(name, in, (match + spec.formatted(receiver.url())).indent(2));
  }

  private void apply(String manifest) {
    cluster.kubectlWithInput(manifest, "apply", "--filename=-").orFail();
  }
}
