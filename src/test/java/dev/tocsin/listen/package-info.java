/** Attacks on what listens. */
@NullMarked
package dev.tocsin.listen;

import org.jspecify.annotations.NullMarked;
