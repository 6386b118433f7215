/**
 * How each kind of receiver is spoken to: its requests, its limits and what its answers mean. Knows
 * nothing of queues and of what was sent before.
 *
 * <p>Start reading at {@link dev.tocsin.notify.receiver.Destination}; most are an {@link
 * dev.tocsin.notify.receiver.HttpReceiver}.
 */
@NullMarked
package dev.tocsin.notify.receiver;

import org.jspecify.annotations.NullMarked;
