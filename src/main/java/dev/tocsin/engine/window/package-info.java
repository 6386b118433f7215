/**
 * State over several matches: windows on event time, one for each group. Start reading at {@link
 * dev.tocsin.engine.window.WindowStore}.
 */
@NullMarked
package dev.tocsin.engine.window;

import org.jspecify.annotations.NullMarked;
