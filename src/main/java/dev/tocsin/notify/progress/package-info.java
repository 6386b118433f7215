/**
 * What is known of an alert, and how far an output is with it.
 *
 * <p>Start reading at {@link dev.tocsin.notify.progress.Progress}.
 */
@NullMarked
package dev.tocsin.notify.progress;

import org.jspecify.annotations.NullMarked;
