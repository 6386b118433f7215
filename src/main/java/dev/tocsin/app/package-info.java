/**
 * Wiring and life cycle, and nothing else: the only package that knows all the others. Start
 * reading at {@link AllInOne}, one process; {@link Sensor} and {@link Lead} are the same in two.
 */
@NullMarked
package dev.tocsin.app;

import org.jspecify.annotations.NullMarked;
