/** Tests of {@code transport.sensor}. */
@NullUnmarked
package dev.tocsin.transport.sensor;

import org.jspecify.annotations.NullUnmarked;
