/**
 * The commands: parse arguments, call {@code app}, print. Start reading at {@link Main}; one class
 * a command.
 *
 * <p>Exit codes: 0 done, 1 the work failed, 2 bad input or usage.
 */
@NullMarked
package dev.tocsin.cli;

import org.jspecify.annotations.NullMarked;
