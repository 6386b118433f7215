/** Policies that compile, and what is wrong with those that do not. */
@NullMarked
package dev.tocsin.engine.compile;

import org.jspecify.annotations.NullMarked;
