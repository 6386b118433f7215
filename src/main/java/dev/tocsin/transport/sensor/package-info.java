/**
 * The sensor's side of the connection: finds the replica that leads, and sends it what is in the
 * spool. Start reading at {@link OperatorLink}.
 */
@NullMarked
package dev.tocsin.transport.sensor;

import org.jspecify.annotations.NullMarked;
