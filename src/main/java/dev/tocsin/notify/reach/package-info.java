/**
 * How receivers are reached: which addresses an output may connect to, with which certificates and
 * Secrets, one request of HTTP, and what its answer means. What a receiver answers is hostile, and
 * no reason that leaves this package holds a URL, a header or a Secret.
 *
 * <p>Start reading at {@link dev.tocsin.notify.reach.HttpCalls}.
 */
@NullMarked
package dev.tocsin.notify.reach;

import org.jspecify.annotations.NullMarked;
