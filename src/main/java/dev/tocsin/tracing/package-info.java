/**
 * What Tetragon's tracing policies make events of: their hooks, and which events the selectors let
 * out of the kernel.
 *
 * <p>Start reading at {@link dev.tocsin.tracing.TracingPolicy}. The evaluation is bounded: it knows
 * {@code matchArgs} with the operators over texts, paths, numbers and sockets; what it does not
 * know it takes for a yes.
 */
@NullMarked
package dev.tocsin.tracing;

import org.jspecify.annotations.NullMarked;
