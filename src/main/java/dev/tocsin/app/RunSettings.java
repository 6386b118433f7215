package dev.tocsin.app;

import dev.tocsin.source.TetragonAddress;
import dev.tocsin.source.TetragonTarget;
import dev.tocsin.source.syslog.SyslogAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tocsin run} was told.
 *
 * @param agents addresses of Tetragon agents; empty when they are discovered, or there are none
 * @param syslog where to listen for what Sysmon for Linux tells; empty: nowhere
 * @param systemNamespace namespace whose policies see the whole cluster
 * @param http where metrics and probes are served; port 0 takes a free one
 * @param instance names this process in Kubernetes Events
 * @param version of this build
 */
public record RunSettings(
    List<TetragonAddress> agents,
    Optional<Discovery> discovery,
    Optional<TetragonTarget.Tls> tls,
    List<SyslogAddress> syslog,
    String systemNamespace,
    double alertRate,
    int alertBurst,
    InetSocketAddress http,
    String instance,
    String version) {

  /** How Tetragon's pods are found, and the port their agents listen on. */
  public record Discovery(String selector, int port) {}
}
