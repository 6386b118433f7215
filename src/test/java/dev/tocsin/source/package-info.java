/** Recorded events, and an agent to stream them from, for the tests of every room. */
@NullMarked
package dev.tocsin.source;

import org.jspecify.annotations.NullMarked;
