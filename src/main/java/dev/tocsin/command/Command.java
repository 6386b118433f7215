package dev.tocsin.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program with its arguments. What is asked of it is read once; it belongs to one thread. */
public final class Command {
  /** The builtin that runs a file in the shell itself. */
  static final Set<String> SOURCE = Set.of("source", ".");

  private final String name;
  private final String path;
  private final List<String> arguments;
  private final String cwd;
  private final boolean script;
  private final Redirected redirected;
  private final @Nullable ScriptRunner runner;
  private @Nullable Options options;
  private @Nullable List<String> paths;
  private @Nullable List<String> reads;
  private @Nullable List<String> writes;
  private @Nullable String code;
  private @Nullable String scriptPath;

  /**
   * The files that a shell ties to it.
   *
   * @param reads paths in normal form
   * @param writes paths in normal form
   */
  record Redirected(Set<String> reads, Set<String> writes) {
    static final Redirected NONE = new Redirected(Set.of(), Set.of());
  }

  private Command(
      String name,
      String path,
      List<String> arguments,
      String cwd,
      boolean script,
      Redirected redirected) {
    this.name = name;
    this.path = path;
    this.arguments = List.copyOf(arguments);
    this.cwd = cwd;
    this.script = script;
    this.redirected = redirected;
    this.runner = ScriptRunner.of(name);
  }

  /**
   * The command that a process was started with.
   *
   * @param script whether the file is a text that the kernel gives to an interpreter
   */
  static Command ofProcess(String binary, List<String> arguments, String cwd, boolean script) {
    return new Command(
        UsualName.of(baseName(binary)),
        NormalPath.of(binary, cwd),
        arguments,
        cwd,
        script,
        Redirected.NONE);
  }

  /** The command of the words of a shell. */
  static Command ofWords(List<String> words, String cwd) {
    String program = words.getFirst();
    String path = program.indexOf('/') < 0 ? program : NormalPath.of(program, cwd);
    return new Command(
        UsualName.of(baseName(path)),
        path,
        words.subList(1, words.size()),
        cwd,
        false,
        Redirected.NONE);
  }

  /** Another program in the same file. */
  Command as(String otherName, List<String> otherArguments) {
    return new Command(UsualName.of(otherName), path, otherArguments, cwd, false, Redirected.NONE);
  }

  Command with(Redirected files) {
    return new Command(name, path, arguments, cwd, script, files);
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The {@link UsualName} of the program; an applet's own where one file is many programs. */
  public String name() {
    return name;
  }

  /** Of the file that is run, in normal form; the name alone where a search path decides. */
  public String path() {
    return path;
  }

  /** Without the program's name. */
  public List<String> arguments() {
    return arguments;
  }

  /** The directory that relative paths are of; empty when it is not known. */
  String cwd() {
    return cwd;
  }

  public Options options() {
    Options read = options;
    if (read == null) {
      read = Options.of(name, arguments);
      options = read;
    }
    return read;
  }

  /** What are no options, as paths in normal form. */
  public List<String> paths() {
    List<String> read = paths;
    if (read == null) {
      read = options().operands().stream().map(this::normal).toList();
      paths = read;
    }
    return read;
  }

  /** The files that it reads, by its arguments or a redirection, in normal form. */
  public List<String> reads() {
    List<String> read = reads;
    if (read == null) {
      read = normal(CommandFiles.reads(this), redirected.reads());
      reads = read;
    }
    return read;
  }

  /** The files that it writes or makes, by its arguments or a redirection, in normal form. */
  public List<String> writes() {
    List<String> read = writes;
    if (read == null) {
      read = normal(CommandFiles.writes(this), redirected.writes());
      writes = read;
    }
    return read;
  }

  /** What it runs texts with; null when it runs none. */
  @Nullable ScriptRunner runner() {
    return runner;
  }

  /** Whether it is a shell, of any language. */
  public boolean isShell() {
    return runner != null && runner.isShell();
  }

  /** Whether it runs texts in a language of its own, and is no shell. */
  public boolean isInterpreter() {
    return runner != null && !runner.isShell();
  }

  /** The text in its arguments that a shell or interpreter runs; empty when there is none. */
  public String code() {
    String read = code;
    if (read == null) {
      String text = runner == null ? null : runner.text(this);
      read = text == null ? "" : text;
      code = read;
    }
    return read;
  }

  /** The file whose text is run, by the kernel or by an interpreter; empty when there is none. */
  public String script() {
    String read = scriptPath;
    if (read == null) {
      read = script ? path : fileOfRunner();
      scriptPath = read;
    }
    return read;
  }

  private String fileOfRunner() {
    String file = runner == null ? null : runner.script(this);
    return file == null ? "" : normal(file);
  }

  /**
   * Whether a shell or interpreter takes what it runs from its standard input: from a terminal or a
   * pipe.
   */
  public boolean runsInput() {
    return !script
        && (runner == null
            ? isSource() && options().operands().stream().anyMatch(ScriptRunner::isStandardInput)
            : runner.runsInput(this));
  }

  /** Whether it is the builtin that runs a file in the shell itself. */
  boolean isSource() {
    return SOURCE.contains(name);
  }

  private List<String> normal(List<String> files, Set<String> more) {
    if (files.isEmpty() && more.isEmpty()) {
      return List.of();
    }
    Set<String> all = new LinkedHashSet<>();
    files.forEach(file -> all.add(normal(file)));
    all.addAll(more);
    return List.copyOf(all);
  }

  private String normal(String file) {
    return NormalPath.of(file, cwd);
  }

  @Override
  public String toString() {
    return arguments.isEmpty() ? name : name + " " + String.join(" ", arguments);
  }
}
