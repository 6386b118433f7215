/**
 * Says what a policy watches and needs, and why it does or does not fire for an event. The verdict
 * is the engine's: the event goes through {@code replay.Replay}, and what the engine counted is the
 * answer; the steps shown beside it must lead to the same.
 *
 * <p>Start reading at {@link Explainer}; {@link PolicyExplanation} is about the policy alone,
 * {@link EventExplanation} about one event.
 */
@NullMarked
package dev.tocsin.explain;

import org.jspecify.annotations.NullMarked;
