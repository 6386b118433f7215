package dev.tocsin.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.kubernetes.Feed;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies of an API server, for who may list and watch and nothing else, as a sensor. */
@RealCluster(isolated = true)
class PolicySourceTest {
  private static final String SYSTEM = "tocsin-system";

  /** The backoff of an informer that has failed for a while. */
  private static final Duration RECONNECT = Duration.ofSeconds(90);

  /** For an API server that will not answer. */
  private static final Duration IMPATIENT = Duration.ofMillis(100);

  @TempDir private Path data;
  private final ControlPlane plane;
  private final KubernetesClient admin;
  private final KubernetesClient sensor;
  private final ScriptedObservations observations = new ScriptedObservations();

  /** Of the source that was started last. */
  private PolicyCatalog catalog = new PolicyCatalog(observations::install);

  private final List<ObjectKey> loaded = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<PolicySource> sources = new ArrayList<>();
  private volatile InstantSource clock = InstantSource.system();

  PolicySourceTest(ControlPlane plane, KubernetesClient admin) {
    this.plane = plane;
    this.admin = admin;
    this.sensor = plane.clientAs("sensor", "system:authenticated");
  }

  @BeforeEach
  void anEmptyClusterThatASensorMayRead() {
    for (String namespace : List.of(SYSTEM, "shop")) {
      if (admin.namespaces().withName(namespace).get() == null) {
        plane.createNamespace(namespace, Map.of());
      }
      admin.resources(DetectionPolicy.class).inNamespace(namespace).delete();
      admin.resources(DetectionException.class).inNamespace(namespace).delete();
      admin.configMaps().inNamespace(namespace).withName("tools").delete();
    }
    allow("policies", "detectionpolicies.tocsin.dev,detectionexceptions.tocsin.dev");
    allow("lists", "configmaps");
  }

  private void allow(String name, String resources) {
    plane.kubectl("create", "clusterrole", name, "--verb=list,watch", "--resource=" + resources);
    plane.kubectl("create", "clusterrolebinding", name, "--clusterrole=" + name, "--user=sensor");
    await().until(() -> mayList(resources));
  }

  private void forbid(String name, String resources) {
    plane.kubectl("delete", "clusterrolebinding", name).orFail();
    await().until(() -> !mayList(resources));
  }

  private boolean mayList(String resources) {
    return Stream.of(resources.split(",", -1))
        .allMatch(each -> plane.lets("sensor", "list", each, "--all-namespaces"));
  }

  @AfterEach
  void stop() {
    sources.forEach(PolicySource::close);
    sensor.close();
    assertThat(failures).isEmpty();
  }

  private PolicySource start() throws InterruptedException {
    return start(data.resolve("policies.json"), RECONNECT);
  }

  private PolicySource start(Path file, Duration patience) throws InterruptedException {
    catalog = new PolicyCatalog(observations::install);
    PolicySource source =
        new PolicySource(
            sensor,
            SYSTEM,
            catalog,
            Optional.of(new PolicySource.Memory(file, patience)),
            () -> clock.instant(),
            loaded::add,
            failures::add);
    sources.add(source);
    source.start();
    return source;
  }

  private DetectionPolicy create(DetectionPolicy policy) {
    policy.getMetadata().setUid(null);
    return admin.resource(policy).create();
  }

  private void changeMatch(String name, String match) {
    plane
        .kubectl(
            "patch",
            "detectionpolicy",
            name,
            "--namespace=" + SYSTEM,
            "--type=merge",
            "--patch={\"spec\": {\"match\": \"" + match + "\"}}")
        .orFail();
  }

  private static DetectionPolicy withList(String name) {
    return Yaml.policy(SYSTEM, name, "lists: [{name: t, configMapKeyRef: {name: tools, key: a}}]");
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

  private void awaitInstalled(String... names) {
    await().untilAsserted(() -> assertThat(observations.installedNames()).containsExactly(names));
  }

  private List<PolicyId> installedIds() {
    return observations.installed().stream().map(each -> each.policy().id()).toList();
  }

  private Policy installedPolicy(String name) {
    return observations.installed().stream()
        .map(CompiledPolicy::policy)
        .filter(each -> each.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> exceptionsOf(String name) {
    return installedPolicy(name).exceptions().stream().map(Policy.ExceptionRule::source).toList();
  }

  /** The API server lists for sources what it has watched itself, which comes a little later. */
  private void awaitListed(int policies) {
    ListOptions anyVersion = new ListOptionsBuilder().withResourceVersion("0").build();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        sensor
                            .resources(DetectionPolicy.class)
                            .inAnyNamespace()
                            .list(anyVersion)
                            .getItems())
                    .hasSize(policies));
  }

  private void awaitKept(String text) {
    Path file = data.resolve("policies.json");
    await().until(() -> Files.exists(file) && Files.readString(file).contains(text));
  }

  @Test
  void allThatIsThereIsInstalledAtOnceWhenStartReturns() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      create(Yaml.policy(SYSTEM, "p" + i));
    }
    awaitListed(20);
    PolicySource source = start();
    assertThat(source.isLive()).isTrue();
    assertThat(observations.installed()).hasSize(20);
    assertThat(observations.installations).hasSize(1);
    await().until(() -> source.problem().isEmpty());
  }

  @Test
  void changesOfPoliciesAreTakenIn() throws InterruptedException {
    awaitListed(0);
    start();
    assertThat(observations.installed()).isEmpty();
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    create(Yaml.policy("shop", "other"));
    awaitInstalled("other", "shell");

    changeMatch("shell", "process.name == 'bash'");
    await().until(() -> installedPolicy("shell").match().equals("process.name == 'bash'"));
    assertThat(installedPolicy("shell").id().generation()).isEqualTo(2);
    await()
        .untilAsserted(
            () ->
                assertThat(loaded)
                    .containsOnly(new ObjectKey(SYSTEM, "shell"), new ObjectKey("shop", "other")));
    loaded.clear();

    changeMatch("shell", "proces.name == 'bash'");
    awaitInstalled("other");

    changeMatch("shell", "process.pid > 1");
    awaitInstalled("other", "shell");
    admin.resource(policy).delete();
    awaitInstalled("other");
    await().untilAsserted(() -> assertThat(loaded).containsOnly(ObjectKey.of(policy)).hasSize(3));
  }

  @Test
  void aPolicyThatIsReplacedFiftyTimesRunsEachTime() throws InterruptedException {
    start();
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    for (int i = 1; i <= 50; i++) {
      admin.resource(policy).delete();
      policy = create(Yaml.policy(SYSTEM, "shell"));
      PolicyId id = PolicyTranslator.id(policy);
      await("replacement " + i).until(() -> installedIds().equals(List.of(id)));
    }
  }

  @Test
  void whatIsNotInstalledForAnyReasonIsSoonInstalledAgain() throws InterruptedException {
    DetectionPolicy shell = create(Yaml.policy(SYSTEM, "shell"));
    start();
    awaitInstalled("shell");
    catalog.remove(ObjectKey.of(shell));
    DetectionPolicy ghost = Yaml.policy(SYSTEM, "ghost");
    catalog.put(
        ObjectKey.of(ghost),
        PolicyTranslator.id(ghost),
        new PolicyTranslator(SYSTEM, key -> new ConfigMaps.NotFound())
            .translate(ghost, List.of(), clock.instant()));
    awaitInstalled("shell");
  }

  @Test
  void exceptionsComeChangeExpireAndGo() throws InterruptedException {
    create(Yaml.policy(SYSTEM, "shell"));
    start();
    awaitInstalled("shell");
    DetectionException exception =
        admin.resource(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}")).create();
    await()
        .until(
            () -> exceptionsOf("shell").equals(List.of("DetectionException/tocsin-system/builds")));
    admin.resource(exception).delete();
    await().until(() -> exceptionsOf("shell").isEmpty());

    Instant now = InstantSource.system().instant();
    Instant expiry = now.plusSeconds(1);
    clock = InstantSource.fixed(now);
    admin
        .resource(
            Yaml.exception(
                SYSTEM,
                "brief",
                "policies: {names: [shell]}",
                "expiresAt: '" + Timestamps.format(expiry) + "'"))
        .create();
    await().until(() -> !exceptionsOf("shell").isEmpty());
    clock = InstantSource.fixed(expiry);
    await().until(() -> exceptionsOf("shell").isEmpty());
  }

  @Test
  void listsFollowTheirConfigMap() throws InterruptedException {
    create(Yaml.policy(SYSTEM, "good"));
    create(withList("shell"));
    start();
    awaitInstalled("good");

    admin.resource(tools("nmap\n")).create();
    awaitInstalled("good", "shell");
    admin.resource(tools("nmap\nzmap\n")).update();
    await()
        .until(
            () ->
                installedPolicy("shell")
                    .lists()
                    .getFirst()
                    .values()
                    .equals(List.of("nmap", "zmap")));
    admin.resource(tools("")).delete();
    awaitInstalled("good");
  }

  @Test
  void whatOnlyTheStatusSaysIsNoChange() {
    List<Long> heard = new CopyOnWriteArrayList<>();
    DetectionPolicy policy = create(Yaml.policy(SYSTEM, "shell"));
    try (Feed<DetectionPolicy> followed =
        new Feed<>(
            "DetectionPolicies",
            sensor.resources(DetectionPolicy.class).inAnyNamespace(),
            new SpecStore<>(DetectionPolicy::new),
            new SpecChanges<>(changed -> heard.add(changed.getMetadata().getGeneration())))) {
      followed.start().join();
      for (int matches = 1; matches <= 3; matches++) {
        plane
            .kubectl(
                "patch",
                "detectionpolicy",
                "shell",
                "--namespace=" + SYSTEM,
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\": {\"matches\": " + matches + "}}")
            .orFail();
      }
      changeMatch("shell", "process.pid > 1");
      await().until(() -> heard.contains(2L));
      assertThat(heard).containsExactly(1L, 2L);
      DetectionPolicy known = requireNonNull(followed.get(SYSTEM, "shell"));
      assertThat(known.getStatus()).isNull();
      assertThat(known.getMetadata().getManagedFields()).isEmpty();
    }
  }

  @Test
  void withoutAnApiServerItBeginsWithWhatItKnewAndThenGoesOnLive() throws InterruptedException {
    create(withList("shell"));
    DetectionPolicy old = create(Yaml.policy(SYSTEM, "old"));
    admin.resource(tools("nmap\n")).create();
    admin.resource(Yaml.exception(SYSTEM, "builds", "policies: {names: [shell]}")).create();
    PolicySource earlier = start();
    awaitInstalled("old", "shell");
    await().until(() -> exceptionsOf("shell").size() == 1);
    earlier.close();
    List<PolicyId> before = installedIds();
    observations.installations.clear();

    admin.resource(old).delete();
    plane.kill();
    PolicySource source = start(data.resolve("policies.json"), IMPATIENT);
    assertThat(source.isLive()).isFalse();
    assertThat(source.isBegun()).as("with those of its file").isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(source.problem())
                    .contains("DetectionPolicies: no connection")
                    .contains("DetectionExceptions: no connection")
                    .contains("ConfigMap tocsin-system/tools: no connection"));
    assertThat(installedIds()).isEqualTo(before);
    assertThat(installedPolicy("shell").lists().getFirst().values()).containsExactly("nmap");
    assertThat(exceptionsOf("shell")).hasSize(1);

    plane.start();
    await().atMost(RECONNECT).until(source::isLive);
    awaitInstalled("shell"); // the other one was deleted meanwhile
    assertThat(observations.installations)
        .as("never without what stays")
        .allMatch(set -> set.stream().anyMatch(each -> each.policy().id().name().equals("shell")));
    assertThat(installedPolicy("shell").id()).isEqualTo(before.getLast());
    await().atMost(RECONNECT).until(() -> source.problem().isEmpty());
    changeMatch("shell", "process.name == 'bash'");
    await().until(() -> installedPolicy("shell").match().equals("process.name == 'bash'"));
  }

  @Test
  void anOutageLaterChangesNothingAndIsTold() throws InterruptedException {
    create(Yaml.policy(SYSTEM, "shell"));
    DetectionPolicy old = create(Yaml.policy(SYSTEM, "old"));
    PolicySource source = start();
    awaitInstalled("old", "shell");
    await().until(() -> source.problem().isEmpty());
    plane.kill();
    await().atMost(RECONNECT).until(() -> source.problem().contains("DetectionPolicies: "));
    assertThat(observations.installedNames()).containsExactly("old", "shell");
    plane.start();
    admin.resource(old).delete();
    await().atMost(RECONNECT).until(() -> observations.installedNames().equals(List.of("shell")));
    await().atMost(RECONNECT).until(() -> source.problem().isEmpty());
  }

  @Test
  void theFileHasNoMoreInItThanPoliciesAreMadeOf() throws InterruptedException, IOException {
    DetectionPolicy policy = withList("shell");
    policy.getMetadata().setLabels(Map.of("team", "blue"));
    policy.getMetadata().setAnnotations(Map.of("secret", "hunter2"));
    String uid = create(policy).getMetadata().getUid();
    admin.resource(tools("nmap\n")).create();
    plane
        .kubectl(
            "patch",
            "detectionpolicy",
            "shell",
            "--namespace=" + SYSTEM,
            "--subresource=status",
            "--type=merge",
            "--patch={\"status\": {\"matches\": 7}}")
        .orFail();
    start();
    awaitKept("nmap");
    Path file = data.resolve("policies.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .contains(uid, "\"generation\":1", "\"team\":\"blue\"", "process.name == 'sh'")
        .doesNotContain("hunter2", "managedFields", "resourceVersion", "status", "matches");
    assertThat(data).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aBrokenFileIsSaidCountedAndReplaced() throws InterruptedException, IOException {
    Files.writeString(data.resolve("policies.json"), "{\"policies\": [{}]}");
    create(Yaml.policy(SYSTEM, "shell"));
    PolicySource source = start();
    assertThat(source.fileFailures()).isEqualTo(1);
    awaitInstalled("shell");
    awaitKept("process.name == 'sh'");
    await().until(() -> source.problem().isEmpty());
    assertThat(source.fileFailures()).isEqualTo(1);
  }

  @Test
  void aDiskThatTakesNothingIsSaidAndNoReasonToStop() throws InterruptedException, IOException {
    Path notAFolder = Files.createFile(data.resolve("file"));
    create(Yaml.policy(SYSTEM, "shell"));
    PolicySource source = start(notAFolder.resolve("policies.json"), RECONNECT);
    await().until(() -> source.problem().contains("the last known policies cannot be kept: "));
    assertThat(source.fileFailures()).isPositive();
    create(Yaml.policy(SYSTEM, "later"));
    awaitInstalled("later", "shell");

    Files.delete(notAFolder);
    changeMatch("later", "process.pid > 1");
    awaitInstalled("later", "shell");
    await().until(() -> source.problem().isEmpty());
  }

  @Test
  void listsThatMayNotBeReadHoldUpTheirPolicyAlone() throws InterruptedException {
    forbid("lists", "configmaps");
    create(withList("shell"));
    create(Yaml.policy(SYSTEM, "good"));
    admin.resource(tools("nmap\n")).create();
    PolicySource source = start();
    awaitInstalled("good");
    await()
        .until(
            () ->
                source
                    .problem()
                    .startsWith(
                        "ConfigMap tocsin-system/tools: 403 configmaps \"tools\" is forbidden"));
    allow("lists", "configmaps");
    await()
        .atMost(RECONNECT)
        .until(() -> observations.installedNames().equals(List.of("good", "shell")));
    await().atMost(RECONNECT).until(() -> source.problem().isEmpty());
  }

  @Test
  void kindsThatAreNotThereYetAreSaidAndAwaited() throws InterruptedException {
    plane.kubectl("delete", "crd", "detectionexceptions.tocsin.dev").orFail();
    PolicySource source;
    try {
      create(Yaml.policy(SYSTEM, "shell"));
      source = start(data.resolve("policies.json"), IMPATIENT);
      assertThat(source.isLive()).isFalse();
      assertThat(source.isBegun()).as("without a file").isFalse();
      await().until(source::problem, "DetectionExceptions: 404 Not Found"::equals);
    } finally {
      plane.kubectl("apply", "-f", "crds/detectionexceptions.tocsin.dev.yaml").orFail();
    }
    await().atMost(RECONNECT).until(source::isLive);
    awaitInstalled("shell");
    assertThat(source.isBegun()).isTrue();
  }
}
