/** Tests of {@code language.function}. */
@NullMarked
package dev.tocsin.language.function;

import org.jspecify.annotations.NullMarked;
