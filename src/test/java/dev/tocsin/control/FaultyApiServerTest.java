package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a real API server does not give on demand. */
class FaultyApiServerTest {
  /** Kept: a logger that nobody refers to forgets its level. */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private static final String STATUS_PATH =
      "/apis/tocsin.dev/v1alpha1/namespaces/tocsin-system/detectionpolicies/shell/status";

  private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          responses,
          new KubernetesMixedDispatcher(responses),
          false);
  private final ScriptedObservations observations = new ScriptedObservations("worker-1");
  private final List<Throwable> stopped = new CopyOnWriteArrayList<>();
  private volatile BooleanSupplier mayWrite = () -> true;
  private KubernetesClient client;
  private PolicyControl control;

  @BeforeEach
  void start() throws InterruptedException {
    SERVER_LOG.setLevel(Level.WARNING);
    server.init();
    client = server.createClient();
    server.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(DetectionPolicy.class));
    server.expectCustomResource(
        CustomResourceDefinitionContext.fromCustomResourceType(DetectionException.class));
    control =
        new PolicyControl(
            client,
            "tocsin-system",
            new PolicyCatalog(observations::install),
            observations,
            Duration.ofMillis(100),
            InstantSource.system(),
            () -> mayWrite.getAsBoolean(),
            stopped::add);
    control.start();
  }

  @AfterEach
  void stop() {
    control.close();
    client.close();
    server.destroy();
    assertThat(stopped).isEmpty();
  }

  private boolean isAccepted() {
    DetectionPolicy policy =
        client
            .resources(DetectionPolicy.class)
            .inNamespace("tocsin-system")
            .withName("shell")
            .get();
    return policy.getStatus() != null
        && policy.getStatus().conditions().stream()
            .anyMatch(each -> each.getType().equals("Accepted") && each.getStatus().equals("True"));
  }

  @Test
  void manyPoliciesLeaveTheConnectionToOthersWhileTheirStatusIsWritten() {
    AtomicInteger writing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    mayWrite =
        () -> { // stands for a request that is on its way
          most.accumulateAndGet(writing.incrementAndGet(), Math::max);
          Uninterruptibles.awaitUninterruptibly(answer);
          writing.decrementAndGet();
          return true;
        };
    int policies = 5 * PolicyControl.WRITING_AT_A_TIME;
    for (int i = 0; i < policies; i++) {
      client.resource(Yaml.policy("tocsin-system", "shell-" + i)).create();
    }
    await().until(() -> observations.installedNames().size() == policies);
    await().until(() -> most.get() >= PolicyControl.WRITING_AT_A_TIME);
    answer.countDown();

    await()
        .until(
            () ->
                client.resources(DetectionPolicy.class).inAnyNamespace().list().getItems().stream()
                    .allMatch(each -> each.getStatus() != null));

    assertThat(most).hasValue(PolicyControl.WRITING_AT_A_TIME);
  }

  @Test
  void aServerWithoutSchemasAndApplyWillDo() {
    client.resource(Yaml.policy("tocsin-system", "shell")).create();
    await().until(this::isAccepted);
    assertThat(observations.installedNames()).containsExactly("shell");
  }

  @Test
  void aPolicyThatIsReplacedFiftyTimesRunsEachTime() {
    DetectionPolicy policy = createShell(0);
    for (int i = 1; i <= 50; i++) {
      client.resource(policy).delete();
      policy = createShell(i);
      String uid = policy.getMetadata().getUid();
      await("replacement " + i).until(() -> installedUids().equals(List.of(uid)));
      await("status of replacement " + i).until(this::isAccepted);
    }
  }

  private DetectionPolicy createShell(int number) {
    DetectionPolicy policy = Yaml.policy("tocsin-system", "shell");
    policy.getMetadata().setUid("uid-" + number);
    return client.resource(policy).create();
  }

  private List<String> installedUids() {
    return observations.installed().stream().map(each -> each.policy().id().uid()).toList();
  }

  @Test
  void anExceptionThatIsReplacedAppliesAndSaysSoEachTime() {
    client.resource(Yaml.policy("tocsin-system", "shell")).create();
    DetectionException exception = client.resource(exception(0)).create();
    for (int i = 1; i <= 50; i++) {
      client.resource(exception).delete();
      exception = client.resource(exception(i)).create();
      String uid = exception.getMetadata().getUid();
      await("replacement " + i).until(() -> isActive(uid));
    }
  }

  private static DetectionException exception(int number) {
    return Yaml.exception(
        "tocsin-system", "builds", "policies: {names: [shell]}", "reason: number " + number);
  }

  private boolean isActive(String uid) {
    DetectionException now =
        client
            .resources(DetectionException.class)
            .inNamespace("tocsin-system")
            .withName("builds")
            .get();
    return now.getMetadata().getUid().equals(uid)
        && now.getStatus() != null
        && now.getStatus().conditions().stream()
            .anyMatch(each -> each.getType().equals("Active") && each.getStatus().equals("True"));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 500, 503})
  void aStatusThatCouldNotBeWrittenIsWrittenLater(int code) {
    server.expect().put().withPath(STATUS_PATH).andReturn(code, "").times(2);
    client.resource(Yaml.policy("tocsin-system", "shell")).create();
    await().until(this::isAccepted);
    assertThat(observations.installedNames()).containsExactly("shell");
  }
}
