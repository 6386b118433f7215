/**
 * Wiring and life cycle: the only room that knows all the others. Start reading at {@link AllInOne}
 * (a cluster's policies, live streams), then {@link Replay} (files); both drive the same {@link
 * Pipeline}.
 */
@NullMarked
package dev.tocsin.app;

import org.jspecify.annotations.NullMarked;
