/**
 * Text to checked expression: the CEL environment, its types, diagnostics with positions.
 *
 * <p>{@link dev.tocsin.language.Environment} checks a text against the types of {@link
 * dev.tocsin.language.EventSchema}; {@link dev.tocsin.language.ExpressionCompiler} makes what was
 * checked evaluable over an {@link dev.tocsin.language.EventContext}, fast; {@link
 * dev.tocsin.language.Interpreter} does the same by cel-java alone: what is not compiled, and the
 * reference for what is. Knows events and cel-java, nothing of policies. Start reading at {@code
 * Environment}.
 */
@NullMarked
package dev.tocsin.language;

import org.jspecify.annotations.NullMarked;
