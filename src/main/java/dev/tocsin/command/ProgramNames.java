package dev.tocsin.command;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the usual name of a program says, for whoever wants to know without reading a command line.
 */
public final class ProgramNames {
  /** Of the shells whose texts are read. */
  public static final Set<String> READ_SHELLS =
      ScriptRunner.readShells().collect(toUnmodifiableSet());

  /** Of all shells. */
  public static final Set<String> SHELLS = ScriptRunner.shells().collect(toUnmodifiableSet());

  /** Of what runs texts and is no shell. */
  public static final Set<String> INTERPRETERS =
      ScriptRunner.interpreters().collect(toUnmodifiableSet());

  /** Of what runs texts. */
  public static final Set<String> RUNNING_TEXT =
      Stream.of(SHELLS, INTERPRETERS).flatMap(Set::stream).collect(toUnmodifiableSet());

  /** Of what may run its standard input. */
  public static final Set<String> RUNNING_INPUT =
      Stream.of(RUNNING_TEXT, Command.SOURCE).flatMap(Set::stream).collect(toUnmodifiableSet());

  /** Of what may write a file: by arguments, or by redirections in a text. */
  public static final Set<String> WRITING =
      Stream.of(CommandFiles.WRITERS, READ_SHELLS)
          .flatMap(Set::stream)
          .collect(toUnmodifiableSet());

  /**
   * Of programs that may stand for another one. With any other name, {@link CommandLine#effective}
   * is the program itself, and {@link CommandLine#commands} has only that.
   */
  public static final Set<String> LEADING =
      Stream.of(Wrapper.names(), ScriptRunner.readShells(), Stream.of(FindActions.PROGRAM))
          .flatMap(names -> names)
          .collect(toUnmodifiableSet());

  /** How the names of others begin that may stand for another one. */
  public static final List<String> LEADING_PREFIXES =
      Stream.concat(Wrapper.LOADERS.stream(), Stream.of(Wrapper.ALIAS)).toList();

  private ProgramNames() {}

  /** Whether the program at a path goes by the name of a shell. */
  public static boolean isShell(String path) {
    return SHELLS.contains(UsualName.of(path.substring(path.lastIndexOf('/') + 1)));
  }

  /**
   * Of programs with options that must be there.
   *
   * @param patterns as {@link CommandPatterns#of} takes them
   */
  public static List<String> of(Collection<String> patterns) {
    return patterns.stream().map(pattern -> CommandPattern.of(pattern).program()).toList();
  }
}
