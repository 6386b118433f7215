/**
 * Records by the names of their components, for what copies one kind of record into another. Start
 * reading at {@link Components}.
 */
@NullMarked
package dev.tocsin.record;

import org.jspecify.annotations.NullMarked;
