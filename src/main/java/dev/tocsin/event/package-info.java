/**
 * One typed view of an event, read lazily from the wire bytes that Tetragon sent, and the live
 * context that goes with it. JSON export lines are turned into the same bytes by {@code source}, so
 * there is one view and no second meaning.
 *
 * <p>Knows nothing of Kubernetes, gRPC or protobuf's runtime: it runs in the sensor, the CLI, tests
 * and JMH alone. Start reading at {@link Event}.
 */
@NullMarked
package dev.tocsin.event;

import org.jspecify.annotations.NullMarked;
