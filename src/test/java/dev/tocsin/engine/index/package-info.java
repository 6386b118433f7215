/** Which policies see which place. */
@NullMarked
package dev.tocsin.engine.index;

import org.jspecify.annotations.NullMarked;
