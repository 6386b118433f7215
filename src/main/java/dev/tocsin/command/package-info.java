/**
 * What a command line does: its arguments, the program that it really runs, that program's options,
 * the shell text it carries, and the one spelling of its paths.
 *
 * <p>Tetragon reports a binary and one text of arguments. {@link dev.tocsin.command.ArgumentList}
 * is that text as a list, {@link dev.tocsin.command.CommandLine} the chain of programs behind it
 * ({@code busybox nsenter}, {@code sudo -E bash -}), {@link dev.tocsin.command.Options} what their
 * arguments mean, {@link dev.tocsin.command.ShellText} the commands in {@code sh -c '...'}.
 *
 * <p>Everything here reads text that an attacker chose: it takes time linear in its length, a
 * bounded depth and a bounded number of parts, and says when it gave up. It is best effort, since
 * the text is ambiguous: {@code arguments} has no escapes. Knows texts only. Start reading at
 * {@link dev.tocsin.command.CommandLine}.
 */
@NullMarked
package dev.tocsin.command;

import org.jspecify.annotations.NullMarked;
