/**
 * Answers the API server before it stores a policy, an exception, an output or a silence: what
 * would not run is refused with the compiler's words, what looks wrong is warned of. Start reading
 * at {@link dev.tocsin.admission.Review}, then {@link dev.tocsin.admission.WebhookServer}.
 */
@NullMarked
package dev.tocsin.admission;

import org.jspecify.annotations.NullMarked;
