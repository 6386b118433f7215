package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with the recorded pods, an embedded Tetragon, and {@code tocsin run} between
 * them.
 */
final class Scene implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ControlPlane plane;
  private final Path folder;
  private final EmbeddedTetragon tetragon;
  private @Nullable TocsinProcess tocsin;
  private int runs;

  /** Nothing is left of an earlier scene but its nodes and namespaces. */
  Scene(ControlPlane plane) throws IOException {
    this.plane = plane;
    folder = Files.createTempDirectory("tocsin-scene-");
    tetragon = EmbeddedTetragon.start(Listening.onUnixSocket(folder.resolve("tetragon.sock")));
    for (String kind :
        List.of("securityalerts", "detectionpolicies", "detectionexceptions", "pods")) {
      kubectl("delete", kind, "--all", "--all-namespaces", "--force", "--grace-period=0");
    }
    RecordedWorkloads.createNamespace(plane.client(), "tocsin-system");
    RecordedWorkloads.create(plane.client());
  }

  EmbeddedTetragon tetragon() {
    return tetragon;
  }

  TocsinProcess tocsin() {
    if (tocsin == null) {
      throw new IllegalStateException("not started");
    }
    return tocsin;
  }

  /** Starts Tocsin and waits until it reads Tetragon's events. */
  void startTocsin() throws InterruptedException {
    startTocsin("--tetragon", tetragon.address());
    tetragon.awaitSubscribers(1);
  }

  /** Starts Tocsin with other arguments and waits until it is ready. */
  void startTocsin(String... arguments) {
    TocsinProcess started =
        TocsinProcess.start(
            TocsinProcess.fromClassPath(),
            plane.kubeconfig(),
            folder.resolve("tocsin-" + runs++ + ".log"),
            arguments);
    tocsin = started;
    eventually("ready", started::isReady);
  }

  /** Runs kubectl, which must succeed, and returns what it prints. */
  String kubectl(String... arguments) {
    return plane.kubectl(arguments).orFail().out();
  }

  void apply(String manifest) {
    plane.kubectlWithInput(manifest, "apply", "-f", "-").orFail();
  }

  /** A policy of the system namespace, as the API server has it now. */
  JsonNode policy(String name) throws IOException {
    return new ObjectMapper()
        .readTree(kubectl("get", "dpol", name, "--namespace=tocsin-system", "--output=json"));
  }

  /**
   * The status and message of a condition that is about the present generation: {@code True: ...}.
   */
  String condition(String policy, String type) throws IOException {
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

  /** The alerts of a policy. */
  List<SecurityAlert> alerts(String policy) {
    return plane.client().resources(SecurityAlert.class).inAnyNamespace().list().getItems().stream()
        .filter(alert -> policy.equals(alert.getSpec().policy().name()))
        .toList();
  }

  /** The findings of a policy that stored alerts count. */
  long count(String policy) {
    return alerts(policy).stream()
        .mapToLong(
            alert ->
                alert.getStatus() == null || alert.getStatus().count() == null
                    ? 0
                    : alert.getStatus().count())
        .sum();
  }

  /** Waits until the stored alerts of a policy count so many findings, and no more. */
  void awaitCount(String policy, long count) {
    eventually("count of " + policy + " is " + count, () -> count(policy) >= count);
    assertThat(count(policy)).isEqualTo(count);
  }

  /** Waits until everything that was sent has been evaluated. */
  void awaitEvaluated(long events) {
    eventually(
        "evaluated " + events,
        () -> tocsin().metric("tocsin_events_evaluated_total", "") >= events);
  }

  void eventually(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(condition);
  }

  @Override
  public void close() {
    if (tocsin != null) {
      tocsin.close();
    }
    tetragon.close();
  }
}
