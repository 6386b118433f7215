/** Tests of tokens, certificates and the election. */
@NullUnmarked
package dev.tocsin.identity;

import org.jspecify.annotations.NullUnmarked;
