/** Tests of {@code transport.spool}. */
@NullUnmarked
package dev.tocsin.transport.spool;

import org.jspecify.annotations.NullUnmarked;
