/**
 * {@code tocsin run} as a process of its own, between a real API server and a Tetragon that replays
 * recordings: what a user sees, and what must hold when a part of it stops. Start reading at {@link
 * dev.tocsin.endtoend.RunTest}.
 */
@NullMarked
package dev.tocsin.endtoend;

import org.jspecify.annotations.NullMarked;
