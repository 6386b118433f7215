/**
 * Findings and node reports from sensors to the operator: the spool that keeps them, the stream
 * that carries them, and who may say what on it.
 *
 * <p>Knows gRPC, findings and alerts; nothing of Kubernetes, policies' texts or events' bytes. The
 * protocol is {@code proto/tocsin/v1/sensor.proto}.
 *
 * <p>The sensor's side begins at {@link dev.tocsin.transport.Spool}, into which {@link
 * dev.tocsin.transport.Coalescer} reports, and {@link dev.tocsin.transport.OperatorLink}, which
 * empties it. The operator's side begins at {@link dev.tocsin.transport.SensorServer}.
 */
@NullMarked
package dev.tocsin.transport;

import org.jspecify.annotations.NullMarked;
