/** Tests of the project as a whole. */
@NullMarked
package dev.tocsin;

import org.jspecify.annotations.NullMarked;
