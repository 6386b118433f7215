/**
 * Sends alerts to the receivers that {@code AlertOutput} objects name.
 *
 * <p>Level-triggered: what an alert's object says, and what its {@code status.deliveries} says of
 * an output, decide what is sent; so a new leader sends what is missing, and nothing else is
 * stored. {@link dev.tocsin.notify.Outputs} keeps one lane for each output, with a thread, a pace
 * and a breaker of its own. A {@link dev.tocsin.notify.QueueLane} sends each alert's revisions in
 * their order through a {@link dev.tocsin.notify.receiver.Destination}; a {@link
 * dev.tocsin.notify.StateLane} sends the state of all alerts, again and again. Most destinations
 * are a {@link dev.tocsin.notify.receiver.HttpReceiver}; how alerts are written for them is the
 * business of {@code format}.
 *
 * <p>Start reading at {@link dev.tocsin.notify.Outputs}, then {@link dev.tocsin.notify.QueueLane}.
 */
@NullMarked
package dev.tocsin.notify;

import org.jspecify.annotations.NullMarked;
