/**
 * What a policy is, once it is read: its identity, severity, scope and texts. Knows nothing of
 * events but their kinds. Start reading at {@link Policy}.
 */
@NullMarked
package dev.tocsin.engine.policy;

import org.jspecify.annotations.NullMarked;
