package dev.tocsin.app;

import java.net.InetSocketAddress;
import java.nio.file.Path;
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
 * @param sending of alerts, out of the cluster
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
    SendingSettings sending,
    InetSocketAddress http,
    String instance,
    String version) {

  /** A certificate that somebody else renews, in PEM files. */
  public record Certificate(Path chain, Path key) {}
}
