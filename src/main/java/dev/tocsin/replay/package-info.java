/**
 * Policies, pods and events from files through the pipeline of a node, without a cluster and on the
 * time of the events: the same input gives the same output. Start reading at {@link Replay}.
 */
@NullMarked
package dev.tocsin.replay;

import org.jspecify.annotations.NullMarked;
