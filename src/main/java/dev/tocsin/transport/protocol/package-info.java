/**
 * What sensor and operator say to each other, as messages of {@code proto/tocsin/v1/sensor.proto}.
 * Knows findings and counters; nothing of connections or files. Start reading at {@link Protocol},
 * then {@link FindingCodec} and {@link SensorReportCodec}; {@link RecordCodec} copies by name.
 */
@NullMarked
package dev.tocsin.transport.protocol;

import org.jspecify.annotations.NullMarked;
