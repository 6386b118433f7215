/**
 * Metrics, health and logs: what a running Tocsin shows of itself. Knows none of the packages whose
 * values it shows: they offer plain values, and {@code app} binds them. Start reading at {@link
 * Metric}, the table of all metrics, then {@link TelemetryServer}.
 */
@NullMarked
package dev.tocsin.telemetry;

import org.jspecify.annotations.NullMarked;
