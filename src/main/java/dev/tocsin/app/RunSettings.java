package dev.tocsin.app;

import dev.tocsin.engine.Redaction;
import dev.tocsin.pipeline.AgentSettings;
import dev.tocsin.source.syslog.SyslogAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The options of {@code tocsin run}.
 *
 * @param syslog where to listen for events of Sysmon for Linux; empty: nowhere
 * @param systemNamespace namespace whose policies see the whole cluster
 * @param redaction what findings do not say
 * @param sending of alerts, out of the cluster
 * @param http where metrics and probes are served; port 0 takes a free one
 * @param instance names this process in Kubernetes Events
 * @param version of this build
 */
public record RunSettings(
    AgentSettings agents,
    List<SyslogAddress> syslog,
    String systemNamespace,
    double alertRate,
    int alertBurst,
    Redaction redaction,
    SendingSettings sending,
    InetSocketAddress http,
    String instance,
    String version) {}
