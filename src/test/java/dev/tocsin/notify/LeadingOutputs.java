package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.ObservedStore;
import dev.tocsin.alert.Receivers;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.sink.KubernetesAlertStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What one replica runs while it leads: aggregator, store and outputs. */
final class LeadingOutputs {
  final Aggregator aggregator;
  final Outputs outputs;
  private final AlertWriter writer;
  private final Consumer<Throwable> failures;

  LeadingOutputs(
      KubernetesClient client,
      String system,
      FakeReceiver receiver,
      InstantSource clock,
      Consumer<Throwable> failures) {
    this(client, system, receiver, clock, failures, () -> true);
  }

  /**
   * @param maySend whether it leads
   */
  LeadingOutputs(
      KubernetesClient client,
      String system,
      FakeReceiver receiver,
      InstantSource clock,
      Consumer<Throwable> failures,
      BooleanSupplier maySend) {
    this.failures = failures;
    aggregator = new Aggregator(AlertSettings.defaults(system), clock);
    outputs =
        new Outputs(
            client,
            new OutputSettings(system, Set.of(), Severity.HIGH, "test"),
            aggregator::delivered,
            maySend,
            receiver.resolver(),
            clock);
    writer =
        new AlertWriter(
            aggregator,
            new ObservedStore(new KubernetesAlertStore(client, Duration.ofSeconds(5)), outputs),
            Receivers.of(),
            AlertSettings.defaults(system),
            clock);
  }

  LeadingOutputs start() {
    outputs.start();
    writer.start(failures);
    return this;
  }

  void end() throws InterruptedException {
    outputs.close();
    assertThat(writer.close(Duration.ofSeconds(30)).isComplete()).isTrue();
  }
}
