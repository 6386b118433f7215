/**
 * What a sensor costs under load: {@code make bench-pipeline}. Start reading at {@link
 * PipelineBench}, which offers the same events at the same rates to receivers in processes of their
 * own; {@link LoadedAgent} sends them.
 */
@NullMarked
package dev.tocsin.bench.pipeline;

import org.jspecify.annotations.NullMarked;
