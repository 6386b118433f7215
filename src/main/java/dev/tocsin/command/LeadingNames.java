package dev.tocsin.command;

import java.util.Set;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of programs that may stand for another one, for whoever wants to know without reading a
 * command line. With any other name, {@link CommandLine#effective} is the program itself, and
 * {@link CommandLine#commands} has only that.
 */
public final class LeadingNames {
  /** Usual names. */
  public static final Set<String> NAMES =
      Stream.concat(Wrapper.names(), ScriptRunner.readShells())
          .collect(Collectors.toUnmodifiableSet());

  /** How others begin. */
  public static final List<String> PREFIXES =
      Stream.concat(Wrapper.LOADERS.stream(), Stream.of(Wrapper.ALIAS)).toList();

  private LeadingNames() {}
}
