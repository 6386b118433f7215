package dev.tocsin.app;

import dev.tocsin.alert.AlertSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of {@code tocsin operator}.
 *
 * @param webhook empty: there is none
 * @param certificate empty: the operator makes and renews its own
 * @param sending of alerts, out of the cluster
 */
public record OperatorSettings(
    Instance instance,
    Sensors sensors,
    Optional<Webhook> webhook,
    Optional<Certificate> certificate,
    AlertSettings alerts,
    SendingSettings sending) {

  /**
   * One of the operator's processes.
   *
   * @param name its pod's name
   * @param systemNamespace namespace that it runs in, and whose policies see the whole cluster
   * @param http where metrics and probes are served; port 0 takes a free one
   * @param version of this build
   */
  public record Instance(
      String name, String systemNamespace, InetSocketAddress http, String version) {}

  /**
   * Who reports, and where.
   *
   * @param address where they connect
   * @param service that they find it by: the certificate is for this name
   * @param account their ServiceAccount, in the system namespace
   * @param nodes label selector of the nodes that have one
   */
  public record Sensors(InetSocketAddress address, String service, String account, String nodes) {}

  /**
   * What the API server asks before it stores a policy.
   *
   * @param address where it asks
   * @param configuration the ValidatingWebhookConfiguration that the own authority is put into
   */
  public record Webhook(InetSocketAddress address, String configuration) {}

  /** A certificate that somebody else renews, in PEM files. */
  public record Certificate(Path chain, Path key) {}
}
