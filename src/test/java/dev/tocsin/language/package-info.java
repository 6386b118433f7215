/** Tables of texts and what they mean, or what is wrong with them. */
@NullMarked
package dev.tocsin.language;

import org.jspecify.annotations.NullMarked;
