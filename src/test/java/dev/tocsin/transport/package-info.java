/** Tests of the way from sensors to the operator. */
@NullUnmarked
package dev.tocsin.transport;

import org.jspecify.annotations.NullUnmarked;
