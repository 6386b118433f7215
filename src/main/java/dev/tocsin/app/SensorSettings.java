package dev.tocsin.app;

import dev.tocsin.engine.Redaction;
import dev.tocsin.pipeline.AgentSettings;
import dev.tocsin.transport.sensor.LinkSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The options of {@code tocsin sensor}.
 *
 * @param agents the node's Tetragon
 * @param node its name in Kubernetes
 * @param systemNamespace namespace whose policies see the whole cluster
 * @param data directory for what outlives the process: the spool, the last known policies
 * @param spoolBytes bound of the findings that wait for the operator
 * @param redaction what findings do not say
 * @param http where metrics and probes are served; port 0 takes a free one
 * @param version of this build
 */
public record SensorSettings(
    AgentSettings agents,
    String node,
    String systemNamespace,
    LinkSettings operator,
    Path data,
    long spoolBytes,
    Redaction redaction,
    InetSocketAddress http,
    String version) {}
