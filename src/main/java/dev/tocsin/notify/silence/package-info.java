/**
 * Which alerts {@code AlertSilence} objects hold back, from whose outputs, and until when.
 *
 * <p>Start reading at {@link dev.tocsin.notify.silence.Silences}.
 */
@NullMarked
package dev.tocsin.notify.silence;

import org.jspecify.annotations.NullMarked;
