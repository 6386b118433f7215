/**
 * What lines of the log are about, in fields that a program can search by. Knows nothing of how
 * lines are written.
 */
@NullMarked
package dev.tocsin.log;

import org.jspecify.annotations.NullMarked;
