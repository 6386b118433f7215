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
  private static final int DEEPEST = 8;

  private final String cwd;
  private final List<Command> chain;
  private final String script;
  private final ShellText shell;

  private CommandLine(String cwd, List<Command> chain, String script, ShellText shell) {
    this.cwd = cwd;
    this.chain = chain;
    this.script = script;
    this.shell = shell;
  }

  /**
   * @param binary the file that was executed, as Tetragon reports it
   * @param argv without the program's name
   * @param cwd the working directory; empty when it is not known
   */
  public static CommandLine of(String binary, List<String> argv, String cwd) {
    String path = NormalPath.of(binary, cwd);
    int script = positionOfScript(path, argv, cwd);
    Command first =
        new Command(
            Command.baseName(binary),
            path,
            script < 0 ? argv : argv.subList(script + 1, argv.size()));
    return of(first, cwd, script < 0 ? "" : path);
  }

  /** Of the words of a shell's command. */
  static CommandLine ofWords(List<String> words, String cwd) {
    return of(Command.ofWords(words, cwd), cwd, "");
  }

  private static CommandLine of(Command first, String cwd, String script) {
    List<Command> chain = new ArrayList<>(2);
    ShellText shell = ShellText.NONE;
    Command next = first;
    while (next != null && chain.size() < DEEPEST) {
      chain.add(next);
      Command inner = Wrapper.unwrap(next, cwd);
      String text = inner == null ? shellText(next) : null;
      if (text != null) {
        shell = ShellText.of(text, cwd);
        CommandLine single = shell.single();
        if (single != null) {
          single.chain().stream().limit(DEEPEST - chain.size()).forEach(chain::add);
        }
      }
      next = inner;
    }
    return new CommandLine(cwd, List.copyOf(chain), script, shell);
  }

  /** The text that a shell was given with {@code -c}; null when there is none. */
  private static @Nullable String shellText(Command command) {
    ScriptRunner interpreter = ScriptRunner.of(command);
    return interpreter == null || !interpreter.shell() ? null : interpreter.text(command);
  }

  /**
   * A script that the kernel runs shows as its own path, and its arguments begin with what the
   * interpreter was given: one option or, behind {@code env}, the interpreter's name; then the
   * path. Programs of the table are no scripts: {@code rm /usr/bin/rm} removes itself.
   */
  private static int positionOfScript(String path, List<String> argv, String cwd) {
    if (ProgramTable.knows(Command.baseName(path))) {
      return -1;
    }
    for (int i = 0; i < Math.min(argv.size(), 3); i++) {
      if (NormalPath.of(argv.get(i), cwd).equals(path)) {
        return i;
      }
    }
    return -1;
  }

  /** At least one. */
  public List<Command> chain() {
    return chain;
  }

  /** The working directory. */
  public String cwd() {
    return cwd;
  }

  /** The program that does the work. */
  public Command effective() {
    return chain.getLast();
  }

  /** The file whose text is run, by the kernel or by an interpreter; empty when there is none. */
  public String script() {
    if (!script.isEmpty()) {
      return script;
    }
    ScriptRunner interpreter = ScriptRunner.of(effective());
    String file = interpreter == null ? null : interpreter.script(effective());
    return file == null ? "" : NormalPath.of(file, cwd);
  }

  /** The text that a shell was given with {@code -c}, read; without commands when there is none. */
  public ShellText shell() {
    return shell;
  }
}
