/**
 * Text to checked expression: the CEL environment, its types, diagnostics with positions.
 *
 * <p>{@link dev.tocsin.language.Environment} checks a text against the types of {@link
 * dev.tocsin.language.EventSchema}; {@link dev.tocsin.language.Interpreter} makes what was checked
 * evaluable over an {@link dev.tocsin.language.EventContext}. Knows events and cel-java, nothing of
 * policies. Start reading at {@code Environment}.
 */
@NullMarked
package dev.tocsin.language;

import org.jspecify.annotations.NullMarked;
