package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicySource;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.identity.SensorAccount;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real API server, and what a person with kubectl sees of Tocsin there. */
abstract class ClusterScene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String SENSOR_ACCOUNT = "tocsin-sensor";
  static final String NAMESPACE = "tocsin-system";

  private final ControlPlane plane;
  private final Path folder;

  /** Nothing is left of an earlier scene but its nodes and namespaces. */
  ClusterScene(ControlPlane plane) throws IOException {
    this.plane = plane;
    folder = Files.createTempDirectory("tocsin-scene-");
    for (String kind :
        List.of("securityalerts", "detectionpolicies", "detectionexceptions", "pods")) {
      kubectl("delete", kind, "--all", "--all-namespaces", "--force", "--grace-period=0");
    }
    RecordedWorkloads.createNamespace(plane.client(), NAMESPACE);
  }

  final ControlPlane plane() {
    return plane;
  }

  /** Of this scene alone: logs and sockets, and what processes keep. */
  final Path folder() {
    return folder;
  }

  /** When nothing that writes there runs any more. */
  final void deleteFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The account of sensors, made again, with no node and nothing of an earlier operator. */
  final SensorAccount newSensorAccount() {
    kubectl("delete", "nodes", "--all");
    kubectl("delete", "leases,secrets,configmaps", "--all", "--namespace=" + NAMESPACE);
    plane.client().serviceAccounts().inNamespace(NAMESPACE).withName(SENSOR_ACCOUNT).delete();
    return new SensorAccount(plane, NAMESPACE, SENSOR_ACCOUNT);
  }

  /** What sensors are to trust, once the operator has published it. */
  final String authority() {
    eventually("the authority", () -> !published().isEmpty());
    return published();
  }

  private String published() {
    ConfigMap map =
        plane.client().configMaps().inNamespace(NAMESPACE).withName("tocsin-operator-ca").get();
    return map == null ? "" : map.getData().getOrDefault("ca.crt", "");
  }

  /** Runs kubectl, which must succeed, and returns what it prints. */
  final String kubectl(String... arguments) {
    return plane.kubectl(arguments).orFail().out();
  }

  /** The policies of the API server as a sensor follows them, once it is started. */
  final PolicySource policies(Consumer<List<CompiledPolicy>> installation) {
    return new PolicySource(
        plane.client(),
        NAMESPACE,
        new PolicyCatalog(installation),
        Optional.empty(),
        InstantSource.system(),
        loaded -> {},
        failure -> {
          throw new IllegalStateException(failure);
        });
  }

  final void apply(String manifest) {
    plane.kubectlWithInput(manifest, "apply", "-f", "-").orFail();
  }

  /** A policy of the system namespace, as the API server has it now. */
  final JsonNode policy(String name) throws IOException {
    return new ObjectMapper()
        .readTree(kubectl("get", "dpol", name, "--namespace=tocsin-system", "--output=json"));
  }

  final String meanCost(String policy) throws IOException {
    return policy(policy).at("/status/meanCost").asText();
  }

  /**
   * The status and message of a condition that is about the present generation: {@code True: ...}.
   */
  final String condition(String policy, String type) throws IOException {
    JsonNode object = policy(policy);
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)
          && condition.path("observedGeneration").asLong()
              == object.at("/metadata/generation").asLong()) {
        return condition.path("status").asText() + ": " + condition.path("message").asText();
      }
    }
    return "";
  }

  /** As {@link #policy}, for those who ask often: without a process. */
  final DetectionPolicy stored(String policy) {
    return plane
        .client()
        .resources(DetectionPolicy.class)
        .inNamespace(NAMESPACE)
        .withName(policy)
        .get();
  }

  /** Whether status says of the present generation that it is loaded. */
  static boolean isLoaded(DetectionPolicy policy) {
    Long generation = policy.getMetadata().getGeneration();
    return generation.equals(policy.getStatus().observedGeneration())
        && policy.getStatus().conditions().stream()
            .anyMatch(
                each ->
                    each.getType().equals("Loaded")
                        && each.getStatus().equals("True")
                        && generation.equals(each.getObservedGeneration()));
  }

  /** The alerts of a policy. */
  final List<SecurityAlert> alerts(String policy) {
    return AlertCounts.alerts(plane.client(), policy);
  }

  /** The findings of a policy that stored alerts count. */
  final long count(String policy) {
    return AlertCounts.count(plane.client(), policy);
  }

  /** Waits until the stored alerts of a policy count so many findings, and no more. */
  final void awaitCount(String policy, long count) {
    eventually("count of " + policy + " is " + count, () -> count(policy) >= count);
    assertThat(count(policy)).isEqualTo(count);
  }

  final void eventually(String what, Callable<Boolean> condition) {
    eventually(what, PATIENCE, condition);
  }

  final void eventually(String what, Duration atMost, Callable<Boolean> condition) {
    await(what)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(condition);
  }

  @Override
  public abstract void close();
}
