package dev.tocsin.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands in a text for a shell, and which one's output another one runs.
 *
 * <p>A bounded reading, no shell: it knows words and quotes, pipes and lists, groups and loops,
 * redirections, substitutions, brace lists, variables set in the same text and the text of nested
 * shells. Globs, arithmetic and functions stay as written. A text that is too long or too deep is
 * read in part, and {@link #isComplete} says so.
 */
public final class ShellText {
  static final ShellText NONE = new ShellText(new ShellFlow(), true);

  /** Stands for a network connection where a source is asked for: {@code /dev/tcp/HOST/PORT}. */
  public static final String SOCKET = "/dev/tcp";

  private final ShellFlow flow;
  private final boolean complete;
  private final List<CommandLine> commands;
  private final List<Command> programs;

  private ShellText(ShellFlow flow, boolean complete) {
    this.flow = flow;
    this.complete = complete;
    this.commands = flow.commands();
    this.programs = commands.stream().map(CommandLine::effective).toList();
  }

  public static ShellText of(String text, String cwd) {
    ShellFlow flow = new ShellFlow();
    ShellReader reader = new ShellReader(text, cwd, flow);
    reader.read();
    return new ShellText(flow, reader.isComplete());
  }

  /** Every simple command, in the order of the text, each with the wrappers around it. */
  public List<CommandLine> commands() {
    return commands;
  }

  /** The program of each that does the work. */
  public List<Command> programs() {
    return programs;
  }

  /** Whether all of the text was understood. */
  public boolean isComplete() {
    return complete;
  }

  /** The command that the text is, if it is one, without a redirection; else null. */
  @Nullable CommandLine single() {
    return complete ? flow.single() : null;
  }

  /**
   * Whether a shell or another interpreter runs what one of these commands puts out: through pipes,
   * substitutions, variables and files, with any commands in between.
   *
   * @param sources programs, and {@link #SOCKET} for a connection
   */
  public boolean runsOutputOf(CommandPatterns sources) {
    return flow.runsOutputOf(sources);
  }
}
