package dev.tocsin.command;

import com.google.common.collect.ImmutableListMultimap;
import java.util.Collection;
import java.util.List;

/** Programs with options that must be there, looked up by the program's name. */
public final class CommandPatterns {
  private final ImmutableListMultimap<String, CommandPattern> byProgram;
  private final boolean socket;

  private CommandPatterns(ImmutableListMultimap<String, CommandPattern> byProgram, boolean socket) {
    this.byProgram = byProgram;
    this.socket = socket;
  }

  /**
   * @param patterns the name of a program, or its name and options: {@code curl}, {@code base64
   *     -d}; {@link ShellText#SOCKET} for a connection
   */
  public static CommandPatterns of(Collection<String> patterns) {
    return new CommandPatterns(
        patterns.stream()
            .map(CommandPattern::of)
            .collect(
                ImmutableListMultimap.toImmutableListMultimap(
                    CommandPattern::program, pattern -> pattern)),
        patterns.contains(ShellText.SOCKET));
  }

  /** Whether the program is one of them, with the options in any of their spellings. */
  public boolean match(Command command) {
    List<CommandPattern> patterns = byProgram.get(command.name());
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(command)) {
        return true;
      }
    }
    return false;
  }

  boolean matchAny(List<Command> commands) {
    for (Command command : commands) {
      if (match(command)) {
        return true;
      }
    }
    return false;
  }

  boolean hasSocket() {
    return socket;
  }
}
