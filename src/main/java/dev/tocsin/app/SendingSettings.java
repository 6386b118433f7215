package dev.tocsin.app;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.OutputSettings;
import dev.tocsin.notify.Outputs;
import dev.tocsin.notify.progress.DeliveryReport;
import dev.tocsin.notify.reach.AddressRange;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What options say of sending.
 *
 * @param enabled whether alerts are sent to the receivers that AlertOutput objects name
 * @param denied ranges of addresses that outputs outside the system namespace may not reach
 * @param silenceFloor from this severity on, outputs of the system namespace send what silences of
 *     other namespaces would hold back
 */
public record SendingSettings(boolean enabled, List<String> denied, Severity silenceFloor) {
  /**
   * @throws IllegalArgumentException for what is no range of addresses
   */
  public SendingSettings {
    denied = List.copyOf(denied);
    denied.forEach(AddressRange::parse);
  }

  /**
   * What sends alerts out of the cluster; empty when that is switched off.
   *
   * @param instance names this process in Events
   */
  Optional<Outputs> outputs(
      KubernetesClient client,
      String systemNamespace,
      String instance,
      DeliveryReport report,
      BooleanSupplier maySend,
      InstantSource clock) {
    if (!enabled) {
      return Optional.empty();
    }
    OutputSettings settings =
        new OutputSettings(
            systemNamespace,
            denied.stream().map(AddressRange::parse).collect(Collectors.toSet()),
            silenceFloor,
            instance);
    return Optional.of(new Outputs(client, settings, report, maySend, clock));
  }
}
