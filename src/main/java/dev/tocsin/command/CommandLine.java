package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process was started to do: the program that was executed, and the ones that it stands for,
 * outermost first. {@code busybox nsenter -t 1 sh} is busybox, then nsenter; {@code sudo -E env X=1
 * curl -k} is sudo, env, curl.
 *
 * <p>A namespace, a container or another machine ends the chain: nsenter and ssh are what they do,
 * whatever they run there.
 */
public final class CommandLine {
  private static final int DEEPEST = 32;

  /** Programs after which no more commands of {@code find} are looked at. */
  private static final int MOST = 256;

  /** In characters: of programs in one another, each has the arguments of the inner ones again. */
  private static final int LONGEST_ARGUMENTS = 4_096;

  private final List<Command> chain;
  private final ShellText shell;
  private @Nullable List<Command> commands;
  private @Nullable List<String> writes;
  private @Nullable String argumentText;
  private boolean hasArgumentText;

  private CommandLine(List<Command> chain, ShellText shell) {
    this.chain = chain;
    this.shell = shell;
  }

  /**
   * @param binary the file that was executed, as Tetragon reports it
   * @param argv without the program's name
   * @param cwd the working directory; empty when it is not known
   */
  public static CommandLine of(String binary, List<String> argv, String cwd) {
    int script = positionOfScript(binary, argv, cwd);
    List<String> arguments = script < 0 ? argv : argv.subList(script + 1, argv.size());
    return of(Command.ofProcess(binary, arguments, cwd, script >= 0));
  }

  /** Of the words of a shell's command. */
  static CommandLine ofWords(List<String> words, String cwd) {
    return of(Command.ofWords(words, cwd));
  }

  private static CommandLine of(Command first) {
    List<Command> chain = new ArrayList<>(2);
    ShellText shell = ShellText.NONE;
    Command next = first;
    while (next != null && chain.size() < DEEPEST) {
      chain.add(next);
      Command inner = Wrapper.unwrap(next);
      String text = inner == null ? shellText(next) : null;
      if (text != null) {
        shell = ShellText.of(text, next.cwd());
        CommandLine single = shell.single();
        if (single != null) {
          single.chain().stream().limit(DEEPEST - chain.size()).forEach(chain::add);
        }
      }
      next = inner;
    }
    return new CommandLine(List.copyOf(chain), shell);
  }

  /** The same, with files that a shell ties to the program that does the work. */
  CommandLine with(Command.Redirected files) {
    List<Command> tied = new ArrayList<>(chain);
    tied.set(tied.size() - 1, tied.getLast().with(files));
    return new CommandLine(List.copyOf(tied), shell);
  }

  /**
   * Whether it runs what comes from its standard input, also as arguments that {@code xargs} makes
   * of it.
   */
  boolean runsInput() {
    return effective().runsInput()
        || (chain.stream().anyMatch(each -> each.name().equals("xargs"))
            && chain.stream().anyMatch(ScriptRunner::runsLastArgument));
  }

  /** The text that a shell was given with {@code -c}; null when there is none. */
  private static @Nullable String shellText(Command command) {
    ScriptRunner runner = command.runner();
    return runner == null || !runner.isRead() ? null : runner.text(command);
  }

  /**
   * A script that the kernel runs shows as its own path, and its arguments begin with what the
   * interpreter was given: one option or, behind {@code env}, the interpreter's name; then the
   * path. Programs of the table are no scripts: {@code rm /usr/bin/rm} removes itself.
   */
  private static int positionOfScript(String binary, List<String> argv, String cwd) {
    String path = NormalPath.of(binary, cwd);
    if (ProgramTable.knows(UsualName.of(Command.baseName(path)))) {
      return -1;
    }
    for (int i = 0; i < Math.min(argv.size(), 3); i++) {
      if (mayBe(path, argv.get(i)) && NormalPath.of(argv.get(i), cwd).equals(path)) {
        return i;
      }
    }
    return -1;
  }

  /** Cheap: the normal form of a path ends as the path does, unless that ends in a directory. */
  private static boolean mayBe(String path, String argument) {
    if (path.isEmpty() || argument.isEmpty()) {
      return false;
    }
    char last = argument.charAt(argument.length() - 1);
    return last == '/' || last == '.' || last == path.charAt(path.length() - 1);
  }

  /** At least one. */
  public List<Command> chain() {
    return chain;
  }

  /** The program that does the work. */
  public Command effective() {
    return chain.getLast();
  }

  /**
   * All that is run: the chain, the commands of the shell's text, each behind the wrappers around
   * it, and what {@code find} runs among them.
   */
  public List<Command> commands() {
    List<Command> all = commands;
    if (all == null) {
      all = all();
      commands = all;
    }
    return all;
  }

  /** The files that any of {@link #commands} writes, in normal form. */
  public List<String> writes() {
    List<String> all = writes;
    if (all == null) {
      all = allWrites();
      writes = all;
    }
    return all;
  }

  /** Most write nothing. */
  private List<String> allWrites() {
    List<String> all = new ArrayList<>();
    for (Command command : commands()) {
      all.addAll(command.writes());
    }
    return all.isEmpty() ? List.of() : all.stream().distinct().toList();
  }

  /** The arguments of all {@link #commands}, a line each; null when that is too long. */
  public @Nullable String argumentText() {
    if (!hasArgumentText) {
      argumentText = joinArguments();
      hasArgumentText = true;
    }
    return argumentText;
  }

  private @Nullable String joinArguments() {
    StringBuilder all = new StringBuilder();
    for (Command command : commands()) {
      for (String argument : command.arguments()) {
        if (all.length() + argument.length() > LONGEST_ARGUMENTS) {
          return null;
        }
        all.append(argument).append('\n');
      }
    }
    return all.toString();
  }

  private List<Command> all() {
    List<Command> all = new ArrayList<>(withShell());
    for (int i = 0; i < all.size() && all.size() < MOST; i++) {
      Command command = all.get(i);
      FindActions.of(command)
          .forEach(words -> all.addAll(ofWords(words, command.cwd()).withShell()));
    }
    return List.copyOf(all);
  }

  private List<Command> withShell() {
    boolean whole = shell.single() != null && chain.size() < DEEPEST;
    if (shell.commands().isEmpty() || whole) {
      return chain;
    }
    List<Command> all = new ArrayList<>(chain);
    shell.commands().forEach(line -> all.addAll(line.chain()));
    return all;
  }

  /** The text that a shell was given with {@code -c}, read; without commands when there is none. */
  public ShellText shell() {
    return shell;
  }
}
