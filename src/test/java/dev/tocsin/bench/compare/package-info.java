/**
 * Whether a change made something faster: {@code make bench-compare}. Start reading at {@link
 * Compare}, which takes two revisions in turns; {@link Difference} decides what is beyond the
 * noise.
 */
@NullMarked
package dev.tocsin.bench.compare;

import org.jspecify.annotations.NullMarked;
