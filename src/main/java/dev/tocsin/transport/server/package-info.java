/**
 * The operator's side of the connection: who may report, in which bounds, and for which node. Start
 * reading at {@link SensorServer}.
 */
@NullMarked
package dev.tocsin.transport.server;

import org.jspecify.annotations.NullMarked;
