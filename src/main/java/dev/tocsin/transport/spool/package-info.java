/**
 * Findings that wait on a node's disk for the operator. Knows findings and their encoding; nothing
 * of connections. Start reading at {@link Spool}; {@link Coalescer} gathers findings before it.
 */
@NullMarked
package dev.tocsin.transport.spool;

import org.jspecify.annotations.NullMarked;
