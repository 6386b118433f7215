package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.TestRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the operator test an output, by an annotation on its object; the result is in the object's
 * status. So no Secret leaves the operator, and what is tested is its own way to the receiver.
 */
public final class OutputTester {
  private static final String ANNOTATION = "tocsin.dev/test";
  private static final long INTERVAL_MILLIS = 500;

  private final KubernetesClient client;

  /**
   * @param client stays open
   */
  public OutputTester(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Asks for a test and waits for its result.
   *
   * @param request tells this test from all others: small letters, digits and dashes
   * @return empty when the operator did not do it within that time
   * @throws ClusterException when the cluster refuses, or has no such output
   */
  public Optional<TestRun> test(String namespace, String name, String request, Duration patience)
      throws InterruptedException {
    Resource<AlertOutput> output =
        client.resources(AlertOutput.class).inNamespace(namespace).withName(name);
    ClusterException.ask(
        "ask for a test of output " + namespace + "/" + name,
        () ->
            output.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(ANNOTATION, request)));
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - end < 0) {
      TestRun result = result(output.get());
      if (result != null && request.equals(result.request())) {
        return Optional.of(result);
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
    }
    return Optional.empty();
  }

  private static @Nullable TestRun result(@Nullable AlertOutput output) {
    return output == null || output.getStatus() == null ? null : output.getStatus().test();
  }
}
