/** Texts that somebody who is watched has chosen, for those who read them. For any package. */
@NullMarked
package dev.tocsin.text;

import org.jspecify.annotations.NullMarked;
