package dev.tocsin.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionStatus;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects in the API server to installed policies and status, as {@code tocsin run} does it. */
@RealCluster(isolated = true)
class PolicyControlTest {
  private static final String SYSTEM = "tocsin-system";
  private static final Duration FLUSH = Duration.ofMillis(100);

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final ScriptedObservations observations = new ScriptedObservations("worker-1");
  private final AtomicBoolean leading = new AtomicBoolean(true);
  private final List<Throwable> stopped = new CopyOnWriteArrayList<>();

  /** How far the control's clock is before the machine's. */
  private volatile Duration ahead = Duration.ZERO;

  private @Nullable PolicyControl control;

  PolicyControlTest(ControlPlane plane, KubernetesClient client) {
    this.plane = plane;
    this.client = client;
  }

  @BeforeEach
  void anEmptyClusterThatIsFollowed() throws InterruptedException {
    for (String namespace : List.of(SYSTEM, "shop")) {
      if (client.namespaces().withName(namespace).get() == null) {
        plane.createNamespace(namespace, Map.of());
      }
      client.resources(DetectionPolicy.class).inNamespace(namespace).delete();
      client.resources(DetectionException.class).inNamespace(namespace).delete();
      client.configMaps().inNamespace(namespace).withName("tools").delete();
    }
    start();
  }

  private void start() throws InterruptedException {
    control = start(observations, leading::get);
  }

  private PolicyControl start(ScriptedObservations observations, BooleanSupplier mayWrite)
      throws InterruptedException {
    PolicyControl started =
        new PolicyControl(
            client,
            SYSTEM,
            new PolicyCatalog(observations::install),
            observations,
            FLUSH,
            () -> InstantSource.system().instant().plus(ahead),
            mayWrite,
            stopped::add);
    started.start();
    return started;
  }

  @AfterEach
  void stop() {
    requireNonNull(control).close();
    assertThat(stopped).isEmpty();
  }

  private DetectionPolicy create(DetectionPolicy policy) {
    policy.getMetadata().setUid(null);
    return client.resource(policy).create();
  }

  private DetectionException create(DetectionException exception) {
    return client.resource(exception).create();
  }

  private DetectionPolicy policy(String namespace, String name) {
    return client.resources(DetectionPolicy.class).inNamespace(namespace).withName(name).get();
  }

  /** Waits until the condition of the policy's present generation is as wanted. */
  private Condition awaitCondition(
      DetectionPolicy policy, String type, String status, String reason) {
    return await(policy.getMetadata().getName() + " " + type + "=" + status + " " + reason)
        .until(
            () -> {
              DetectionPolicy now = client.resource(policy).get();
              return now.getStatus() == null
                  ? Optional.<Condition>empty()
                  : now.getStatus().conditions().stream()
                      .filter(each -> each.getType().equals(type))
                      .filter(each -> each.getStatus().equals(status))
                      .filter(each -> each.getReason().equals(reason))
                      .filter(
                          each ->
                              each.getObservedGeneration()
                                  .equals(now.getMetadata().getGeneration()))
                      .findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private DetectionPolicyStatus awaitStatus(
      DetectionPolicy policy, Predicate<DetectionPolicyStatus> wanted) {
    return await()
        .until(
            () -> Optional.ofNullable(client.resource(policy).get().getStatus()),
            status -> status.filter(wanted).isPresent())
        .orElseThrow();
  }

  private DetectionExceptionStatus awaitException(
      DetectionException exception, String type, String status, String reason) {
    return await(type + "=" + status + " " + reason)
        .until(
            () ->
                Optional.ofNullable(client.resource(exception).get().getStatus())
                    .filter(
                        found ->
                            found.conditions().stream()
                                .anyMatch(
                                    each ->
                                        each.getType().equals(type)
                                            && each.getStatus().equals(status)
                                            && each.getReason().equals(reason))),
            Optional::isPresent)
        .orElseThrow();
  }

  private static DetectionPolicySpec withMatch(DetectionPolicy policy, String match) {
    Map<String, Object> spec = new java.util.HashMap<>(asMap(policy.getSpec()));
    spec.put("match", match);
    return requireNonNull(Serialization.jsonMapper().convertValue(spec, DetectionPolicySpec.class));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return Serialization.jsonMapper().convertValue(value, Map.class);
  }

  private void changeMatch(String namespace, String name, String match) {
    client
        .resources(DetectionPolicy.class)
        .inNamespace(namespace)
        .withName(name)
        .edit(
            policy -> {
              policy.setSpec(withMatch(policy, match));
              return policy;
            });
  }

  private PolicyId id(DetectionPolicy policy) {
    return PolicyTranslator.id(requireNonNull(client.resource(policy).get()));
  }

  private static PolicyStats stats(PolicyId id, long matches, Map<String, Long> exceptions) {
    return new PolicyStats(
        id,
        matches,
        matches,
        matches == 0 ? 0 : 1_795_000_000_000_000_000L,
        0,
        false,
        "",
        exceptions,
        Map.of(),
        0,
        0,
        Cost.NONE,
        TracedMatch.NONE,
        List.of());
  }

  @Test
  void aValidPolicyIsAcceptedAndLoaded() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    assertThat(awaitCondition(policy, "Accepted", "True", "Valid").getMessage()).isEmpty();
    assertThat(awaitCondition(policy, "Loaded", "True", "Loaded").getMessage())
        .isEqualTo("generation 1 runs on 1 node");
    awaitCondition(policy, "DataAvailable", "True", "Available");
    awaitCondition(policy, "Healthy", "True", "Running");
    assertThat(observations.installedNames()).containsExactly("shell");
    DetectionPolicyStatus status = policy(SYSTEM, "shell").getStatus();
    assertThat(status.scope()).isEqualTo(DetectionPolicyStatus.Scope.CLUSTER);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.nodes())
        .isEqualTo(new DetectionPolicyStatus.Nodes("1/1", 1, 1, 0, List.of()));
  }

  @Test
  void ofTwoThatLeadForAMomentOnlyTheOneThatMayWritesStatus() throws InterruptedException {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    awaitCondition(policy, "Loaded", "True", "Loaded");
    ScriptedObservations ofOther = new ScriptedObservations("worker-1", "worker-2");

    leading.set(false);
    try (PolicyControl other = start(ofOther, () -> true)) {
      awaitStatus(policy, status -> isReady(status, "2/2"));
      observations.stats(stats(id(policy), 1_000, Map.of()));
      changeMatch(SYSTEM, "shell", "process.pid > 1");
      PolicyId changed = id(policy);
      await().until(() -> isInstalled(observations, changed) && isInstalled(ofOther, changed));
      ofOther.stats(stats(changed, 7, Map.of()));
      observations.stats(stats(changed, 1_000, Map.of()));

      awaitStatus(policy, status -> Objects.equals(status.matches(), 7L));
      String settled = version(policy);
      looks(observations, 3);
      assertThat(version(policy))
          .as("after three looks of the one that may not")
          .isEqualTo(settled);
      assertThat(other.isHealthy()).isTrue();
    }
  }

  private static boolean isReady(DetectionPolicyStatus status, String ready) {
    return status.nodes() != null && ready.equals(status.nodes().ready());
  }

  private static boolean isInstalled(ScriptedObservations observations, PolicyId policy) {
    return observations.installed().stream().anyMatch(each -> each.policy().id().equals(policy));
  }

  private String version(DetectionPolicy policy) {
    return client.resource(policy).get().getMetadata().getResourceVersion();
  }

  /** Waits until status has been made so many times more. */
  private static void looks(ScriptedObservations observations, int times) {
    int before = observations.looks();
    await().until(() -> observations.looks() >= before + times);
  }

  @Test
  void aPolicyInAnotherNamespaceHasTheScopeOfItsNamespace() {
    DetectionPolicy policy = create(Yaml.policy("shop", "shell"));
    assertThat(awaitStatus(policy, status -> true).scope())
        .isEqualTo(DetectionPolicyStatus.Scope.NAMESPACE);
    assertThat(observations.installed().getFirst().policy().scope().namespace()).isEqualTo("shop");
  }

  @Test
  void brokenCelIsToldWithItsPositionAndTheOthersGoOn() {
    create(Yaml.policy(SYSTEM, "good"));
    DetectionPolicy bad = create(Yaml.policy(SYSTEM, "bad"));
    awaitCondition(bad, "Loaded", "True", "Loaded");

    changeMatch(SYSTEM, "bad", "process.name == 'sh' &&\n  proces.pid > 1");
    assertThat(awaitCondition(bad, "Accepted", "False", "Invalid").getMessage())
        .startsWith("spec.match:2:3: ")
        .contains("proces");
    awaitCondition(bad, "Loaded", "False", "NotAccepted");
    assertThat(observations.installedNames()).containsExactly("good");

    changeMatch(SYSTEM, "bad", "process.pid > 1");
    awaitCondition(bad, "Accepted", "True", "Valid");
    awaitCondition(bad, "Loaded", "True", "Loaded");
    assertThat(observations.installedNames()).containsExactly("bad", "good");
  }

  @Test
  void kubectlCanWaitUntilAPolicyIsReady() {
    create(Yaml.policy(SYSTEM, "shell"));
    waitFor("detectionpolicy/shell", "Ready").orFail();
    create(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}"));
    waitFor("detectionexception/builds", "Ready").orFail();

    changeMatch(SYSTEM, "shell", "proces.pid > 1");
    waitFor("detectionpolicy/shell", "Stalled").orFail();
    DetectionPolicy refused = policy(SYSTEM, "shell");
    assertThat(kstatus(refused)).isEqualTo(Kstatus.FAILED);
    assertThat(plane.kubectl("-n", SYSTEM, "get", "detectionpolicy", "shell").orFail().out())
        .containsPattern("READY\\s+NODES")
        .containsPattern("False\\s+0/1");
  }

  private Command.Result waitFor(String object, String condition) {
    return plane.kubectl(
        "-n", SYSTEM, "wait", object, "--for=condition=" + condition, "--timeout=30s");
  }

  private static Kstatus kstatus(DetectionPolicy policy) {
    return Kstatus.of(
        policy.getMetadata().getGeneration(),
        policy.getStatus().observedGeneration(),
        policy.getStatus().conditions());
  }

  @Test
  void aDeletedPolicyIsTakenOut() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    awaitCondition(policy, "Loaded", "True", "Loaded");
    client.resource(policy).delete();
    await().until(() -> observations.installed().isEmpty());
  }

  @Test
  void whatIsReplacedFiftyTimesRunsEachTime() {
    create(Yaml.policy(SYSTEM, "other"));
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    for (int i = 1; i <= 50; i++) {
      client.resource(policy).delete();
      policy = create(Yaml.policy(SYSTEM, "shell"));
      PolicyId id = PolicyTranslator.id(policy);
      await("replacement " + i).until(() -> isInstalled(observations, id));
    }
    awaitCondition(policy, "Loaded", "True", "Loaded");
  }

  @Test
  void aListWhoseConfigMapIsReplacedFiftyTimesHasItsValuesEachTime() {
    create(
        Yaml.policy(SYSTEM, "shell", "lists: [{name: t, configMapKeyRef: {name: tools, key: a}}]"));
    client.resource(tools("tool0")).create();
    for (int i = 1; i <= 50; i++) {
      String tool = "tool" + i;
      client.resource(tools("")).delete();
      client.resource(tools(tool)).create();
      await(tool)
          .until(
              () -> !observations.installed().isEmpty() && installedList().equals(List.of(tool)));
    }
  }

  @Test
  void anExceptionThatIsReplacedFiftyTimesAppliesEachTime() {
    create(Yaml.policy(SYSTEM, "shell"));
    for (int i = 1; i <= 50; i++) {
      DetectionException exception =
          create(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}", "reason: no " + i));
      awaitException(exception, "Active", "True", "Applied");
      client.resource(exception).delete();
    }
    await().until(() -> installedExceptions().isEmpty());
  }

  @Test
  void aDisabledPolicyIsNotLoaded() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell", "mode: Disabled"));
    awaitCondition(policy, "Accepted", "True", "Valid");
    awaitCondition(policy, "Loaded", "False", "Disabled");
    assertThat(observations.installed()).isEmpty();
  }

  @Test
  void listsFollowTheirConfigMap() {
    DetectionPolicy policy =
        create(
            Yaml.policy(
                SYSTEM, "shell", "lists: [{name: t, configMapKeyRef: {name: tools, key: a}}]"));
    assertThat(awaitCondition(policy, "Accepted", "False", "Invalid").getMessage())
        .isEqualTo("spec.lists[0].configMapKeyRef: ConfigMap tools not found");

    client.resource(tools("nmap\n")).create();
    awaitCondition(policy, "Loaded", "True", "Loaded");
    assertThat(installedList()).containsExactly("nmap");

    client.resource(tools("nmap\nzmap\n")).update();
    await().until(() -> installedList().equals(List.of("nmap", "zmap")));

    client.resource(tools("")).delete();
    awaitCondition(policy, "Accepted", "False", "Invalid");
    assertThat(observations.installed()).isEmpty();
  }

  private static ConfigMap tools(String values) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("tools")
        .withNamespace(SYSTEM)
        .endMetadata()
        .addToData("a", values)
        .build();
  }

  private List<String> installedList() {
    return observations.installed().getFirst().policy().lists().getFirst().values();
  }

  private List<Policy.ExceptionRule> installedExceptions() {
    return observations.installed().getFirst().policy().exceptions();
  }

  @Test
  void anExceptionAppliesUntilItIsDeleted() {
    create(Yaml.policy(SYSTEM, "shell"));
    DetectionException exception =
        create(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}"));
    assertThat(
            awaitException(exception, "Active", "True", "Applied")
                .conditions()
                .getFirst()
                .getMessage())
        .isEqualTo("applies to tocsin-system/shell");
    awaitException(exception, "NeverMatched", "True", "NoMatch");
    assertThat(installedExceptions())
        .extracting(Policy.ExceptionRule::source)
        .containsExactly("DetectionException/tocsin-system/builds");

    client.resource(exception).delete();
    await().until(() -> installedExceptions().isEmpty());
  }

  @Test
  void anExceptionThatNamesAnotherPolicyLetsGoOfTheFirst() {
    create(Yaml.policy(SYSTEM, "shell"));
    DetectionException exception =
        create(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}"));
    awaitException(exception, "Active", "True", "Applied");
    client
        .resources(DetectionException.class)
        .inNamespace(SYSTEM)
        .withName("builds")
        .edit(
            current -> {
              current.setSpec(
                  Yaml.exception(SYSTEM, "builds", "policies: {names: [other]}").getSpec());
              return current;
            });
    await().until(() -> installedExceptions().isEmpty());
    awaitException(exception, "Active", "False", "NoPolicy");
    awaitException(exception, "Reconciling", "True", "NoPolicy");
  }

  @Test
  void anExceptionExpiresByItself() {
    create(Yaml.policy(SYSTEM, "shell"));
    Instant expiry = InstantSource.system().instant().plus(Duration.ofHours(1));
    DetectionException exception =
        create(
            Yaml.exception(
                SYSTEM,
                "builds",
                "policies: {names: [shell]}",
                "expiresAt: '" + Timestamps.format(expiry) + "'"));
    awaitException(exception, "Active", "True", "Applied");
    awaitException(exception, "Expired", "False", "NotExpired");

    ahead = Duration.ofHours(1);

    awaitException(exception, "Expired", "True", "Expired");
    awaitException(exception, "Active", "False", "Expired");
    awaitException(exception, "Ready", "True", "Expired");
    await().until(() -> installedExceptions().isEmpty());
  }

  @Test
  void aBrokenExceptionSaysSoAndThePolicyGoesOn() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    DetectionException broken = Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}");
    broken.setSpec(
        new dev.tocsin.api.v1alpha1.DetectionExceptionSpec(
            broken.getSpec().policies(), "pod.nam == ''", null, null, null));
    DetectionException exception = create(broken);
    assertThat(
            awaitException(exception, "Active", "False", "Invalid")
                .conditions()
                .getFirst()
                .getMessage())
        .startsWith("in policy tocsin-system/shell: spec.match:1:");
    awaitException(exception, "Stalled", "True", "Invalid");
    assertThat(awaitCondition(policy, "Accepted", "True", "ValidWithWarnings").getMessage())
        .startsWith("DetectionException/tocsin-system/builds.match:1:");
    awaitCondition(policy, "Loaded", "True", "Loaded");
  }

  @Test
  void matchesOfAnExceptionAreCounted() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    DetectionException exception =
        create(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}"));
    awaitException(exception, "Active", "True", "Applied");
    observations.stats(
        stats(id(policy), 0, Map.of("DetectionException/tocsin-system/builds", 12L)));
    DetectionExceptionStatus status = awaitException(exception, "NeverMatched", "False", "Matched");
    assertThat(status.matches()).isEqualTo(12);
    assertThat(status.lastMatchTime()).isNotNull();
  }

  @Test
  void countsContinueWhereAnEarlierProcessStopped() throws InterruptedException {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    awaitCondition(policy, "Loaded", "True", "Loaded");
    observations.alerts(new ObjectKey(SYSTEM, "shell"), new Observations.AlertCounts(2, 3, 1));
    observations.stats(stats(id(policy), 5, Map.of()));
    DetectionPolicyStatus first = awaitStatus(policy, status -> matches(status) == 5);
    assertThat(first.alerts()).isEqualTo(new DetectionPolicyStatus.Alerts(2, 3, 1));
    assertThat(first.lastMatchTime()).isEqualTo("2026-11-18T11:06:40Z");

    stop();
    observations.stats(stats(id(policy), 0, Map.of()));
    observations.alerts(new ObjectKey(SYSTEM, "shell"), new Observations.AlertCounts(1, 0, 0));
    start();
    observations.stats(stats(id(policy), 2, Map.of()));
    DetectionPolicyStatus second = awaitStatus(policy, status -> matches(status) == 7);
    assertThat(second.alerts()).isEqualTo(new DetectionPolicyStatus.Alerts(1, 3, 1));
    assertThat(second.lastMatchTime()).isEqualTo("2026-11-18T11:06:40Z");
  }

  @Test
  void countsBeginAnewWithANewGeneration() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    awaitCondition(policy, "Loaded", "True", "Loaded");
    observations.stats(stats(id(policy), 5, Map.of()));
    awaitStatus(policy, status -> matches(status) == 5);
    changeMatch(SYSTEM, "shell", "process.name == 'bash'");
    assertThat(
            awaitStatus(policy, status -> requireNonNull(status.observedGeneration()) == 2)
                .matches())
        .isZero();
  }

  private static long matches(DetectionPolicyStatus status) {
    return status.matches() == null ? -1 : status.matches();
  }

  @Test
  void nothingIsWrittenWhenNothingChanged() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    DetectionException exception =
        create(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}"));
    awaitCondition(policy, "Loaded", "True", "Loaded");
    awaitException(exception, "Active", "True", "Applied");
    String before = versions(policy, exception);
    // A second policy is looked at several times while the first one has nothing new.
    DetectionPolicy other = create(Yaml.policy(SYSTEM, "other"));
    for (long count = 1; count <= 5; count++) {
      long matches = count;
      awaitStatus(other, status -> true);
      observations.stats(stats(id(other), matches, Map.of()));
      awaitStatus(other, status -> matches(status) == matches);
    }
    assertThat(versions(policy, exception)).isEqualTo(before);
  }

  private String versions(HasMetadata... objects) {
    StringBuilder versions = new StringBuilder();
    for (HasMetadata each : objects) {
      versions.append(client.resource(each).get().getMetadata().getResourceVersion()).append(' ');
    }
    return versions.toString();
  }

  @Test
  void theTimeOfATransitionStaysWhileTheStatusStays() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    String since = awaitCondition(policy, "Accepted", "True", "Valid").getLastTransitionTime();
    changeMatch(SYSTEM, "shell", "process.name == 'bash'");
    awaitStatus(policy, status -> requireNonNull(status.observedGeneration()) == 2);
    assertThat(awaitCondition(policy, "Accepted", "True", "Valid").getLastTransitionTime())
        .isEqualTo(since);
  }

  @Test
  void aNodeThatLacksDataIsBlindAndSaysWhy() {
    DetectionPolicy policy =
        create(
            Yaml.policy(
                SYSTEM, "shell", "requires: {tracingPolicies: [files], tetragon: [Ancestors]}"));
    assertThat(awaitCondition(policy, "DataAvailable", "False", "Missing").getMessage())
        .isEqualTo("blind on 1 node: worker-1: tracing policy files is not there");
    assertThat(requireNonNull(control).blindNodes()).containsEntry(SYSTEM + "/shell", 1);
    observations.agent(
        "worker-1",
        new NodeObservation.Connected(
            Optional.of(
                List.of(
                    new NodeObservation.ObservedTracingPolicy(
                        "files",
                        NodeObservation.ObservedTracingPolicy.State.ENABLED,
                        "",
                        Map.of()))),
            Map.of()));
    assertThat(awaitCondition(policy, "DataAvailable", "Unknown", "NotKnown").getMessage())
        .isEqualTo("it is not known on worker-1: whether Tetragon's enable-ancestors is on");
  }

  @Test
  void policiesThatWereThereBeforeAreInstalledWhenStartReturns() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      create(Yaml.policy(SYSTEM, "p" + i));
    }
    stop();
    observations.installations.clear();
    start();
    assertThat(observations.installed()).hasSize(20);
  }

  @Test
  void theApiServerMayGoAndComeBack() {
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    awaitCondition(policy, "Loaded", "True", "Loaded");
    observations.stats(stats(id(policy), 5, Map.of()));
    plane.stop();
    assertThat(observations.installedNames()).containsExactly("shell");
    plane.start();
    changeMatch(SYSTEM, "shell", "process.name == 'bash'");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(observations.installed().getFirst().policy().match())
                    .isEqualTo("process.name == 'bash'"));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> requireNonNull(policy(SYSTEM, "shell").getStatus().observedGeneration()) == 2);
  }
}
