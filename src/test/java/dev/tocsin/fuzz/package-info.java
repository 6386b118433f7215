/** Replays the seeds of the fuzz targets, which {@code make fuzz} runs for longer. */
@NullUnmarked
package dev.tocsin.fuzz;

import org.jspecify.annotations.NullUnmarked;
