/**
 * When to try again what did not work: for whoever keeps a connection. Knows nothing of what is
 * tried.
 */
@NullMarked
package dev.tocsin.retry;

import org.jspecify.annotations.NullMarked;
