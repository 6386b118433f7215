/**
 * The hot path of a node, from a received event to an evaluated one: the agents that are read, the
 * queue, the pods that events wait for, and the one thread that evaluates.
 *
 * <p>Knows sources, the inventory and the engine. Start reading at {@link EventLoop}, then {@link
 * Pipeline} and {@link Agents}.
 */
@NullMarked
package dev.tocsin.pipeline;

import org.jspecify.annotations.NullMarked;
