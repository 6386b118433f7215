/**
 * A policy's texts to something that can be evaluated. Loading returns a value with diagnostics, it
 * never throws for a bad policy.
 */
@NullMarked
package dev.tocsin.engine.compile;

import org.jspecify.annotations.NullMarked;
