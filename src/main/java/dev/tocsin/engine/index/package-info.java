/**
 * Which policies an event is offered to: by its kind, by scope, and by what their expressions ask
 * for, before any expression runs. Start reading at {@link dev.tocsin.engine.index.PolicyIndex}.
 */
@NullMarked
package dev.tocsin.engine.index;

import org.jspecify.annotations.NullMarked;
