/**
 * State over several matches: windows on event time, one for each group. Start reading at {@link
 * dev.tocsin.engine.window.WindowStore} (the events of one process), then {@link
 * dev.tocsin.engine.window.SpanningWindows} (the matches of all nodes).
 */
@NullMarked
package dev.tocsin.engine.window;

import org.jspecify.annotations.NullMarked;
