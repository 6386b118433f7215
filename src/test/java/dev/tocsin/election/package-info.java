/** Tests of {@code election}. */
@NullUnmarked
package dev.tocsin.election;

import org.jspecify.annotations.NullUnmarked;
