/** Tests of {@link dev.tocsin.command.CommandLine} and its parts. */
@NullMarked
package dev.tocsin.command;

import org.jspecify.annotations.NullMarked;
