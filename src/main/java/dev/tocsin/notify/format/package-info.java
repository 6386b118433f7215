/**
 * How an alert is written for a receiver: documents, texts and their escapes. Knows nothing of
 * sending, and what an alert says is hostile to it: each format makes harmless what its reader
 * would take for more than text.
 *
 * <p>Start reading at {@link dev.tocsin.notify.format.Message}.
 */
@NullMarked
package dev.tocsin.notify.format;

import org.jspecify.annotations.NullMarked;
