/**
 * Which replica of the operator leads. Knows the API server's Lease and nothing else. Start reading
 * at {@link Leadership}.
 */
@NullMarked
package dev.tocsin.election;

import org.jspecify.annotations.NullMarked;
