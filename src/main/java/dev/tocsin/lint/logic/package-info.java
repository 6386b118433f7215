/**
 * What expressions can and cannot be, without an event: contradictions, tautologies, which of two
 * conditions implies the other. Careful in one direction: it may fail to see something, but what it
 * says holds for every event. Start reading at {@link dev.tocsin.lint.logic.Formula}.
 */
@NullMarked
package dev.tocsin.lint.logic;

import org.jspecify.annotations.NullMarked;
