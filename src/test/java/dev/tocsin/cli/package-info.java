/** The commands as a user calls them. */
@NullMarked
package dev.tocsin.cli;

import org.jspecify.annotations.NullMarked;
