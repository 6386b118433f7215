package dev.tocsin.command;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of programs that may stand for another one, for whoever wants to know without reading a
 * command line. With any other name, {@link CommandLine#effective} is the program itself.
 */
public final class LeadingNames {
  /** The names, when the characters of {@link #VERSION} are taken from their end. */
  public static final Set<String> NAMES =
      Stream.concat(Wrapper.families(), ScriptRunner.shells())
          .flatMap(
              family ->
                  Stream.concat(
                      Stream.of(family), ProgramTable.BUILDS.stream().map(family::concat)))
          .collect(Collectors.toUnmodifiableSet());

  /** How others begin. */
  public static final List<String> PREFIXES =
      Stream.concat(Wrapper.LOADERS.stream(), Stream.of(Wrapper.ALIAS)).toList();

  /** What a version behind a name is written with. */
  public static final String VERSION = ProgramTable.VERSION;

  private LeadingNames() {}
}
