/** Tests of {@code transport.server}. */
@NullUnmarked
package dev.tocsin.transport.server;

import org.jspecify.annotations.NullUnmarked;
