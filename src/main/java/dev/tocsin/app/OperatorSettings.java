package dev.tocsin.app;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.reach.AddressRange;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tocsin operator} was told.
 *
 * @param sensors where sensors report to
 * @param webhook where the API server asks before it stores a policy; empty: it is not answered
 * @param webhookConfiguration the ValidatingWebhookConfiguration that the own authority is put into
 * @param certificate empty: the operator makes and renews its own
 * @param systemNamespace namespace that it runs in, and whose policies see the whole cluster
 * @param service that sensors find it by: its certificate is for this name
 * @param sensorAccount ServiceAccount of the sensors, in the system namespace
 * @param sensorNodes label selector of the nodes that have a sensor
 * @param outputs whether alerts are sent to the receivers that AlertOutput objects name
 * @param deniedToOutputs ranges of addresses that outputs outside the system namespace may not
 *     reach
 * @param silenceFloor from this severity on, outputs of the system namespace send what silences of
 *     other namespaces are about
 * @param http where metrics and probes are served; port 0 takes a free one
 * @param instance this replica: its pod's name
 * @param version of this build
 */
public record OperatorSettings(
    InetSocketAddress sensors,
    Optional<InetSocketAddress> webhook,
    String webhookConfiguration,
    Optional<Certificate> certificate,
    String systemNamespace,
    String service,
    String sensorAccount,
    String sensorNodes,
    double alertRate,
    int alertBurst,
    boolean outputs,
    List<String> deniedToOutputs,
    Severity silenceFloor,
    InetSocketAddress http,
    String instance,
    String version) {

  /**
   * @throws IllegalArgumentException for what is no range of addresses
   */
  public OperatorSettings {
    deniedToOutputs = List.copyOf(deniedToOutputs);
    deniedToOutputs.forEach(AddressRange::parse);
  }

  /** A certificate that somebody else renews, in PEM files. */
  public record Certificate(Path chain, Path key) {}
}
