package dev.tocsin.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs the text it is given, and where it takes the text from.
 *
 * @param names usual names
 * @param code options whose value is text to run; for a shell that is read here, the option after
 *     which the first operand is
 * @param other options that name something else to run, or end the program
 */
record ScriptRunner(Set<String> names, Kind kind, List<String> code, List<String> other) {
  enum Kind {
    /** A shell whose texts {@link ShellText} reads. */
    SHELL,
    /** A shell with a language of its own. */
    OTHER_SHELL,
    INTERPRETER,
    /** Its program is the first operand, unless an option has it; its input is data. */
    FILTER
  }

  private static final List<ScriptRunner> ALL =
      List.of(
          new ScriptRunner(
              Set.of(
                  "sh",
                  "bash",
                  "dash",
                  "ash",
                  "ksh",
                  "mksh",
                  "lksh",
                  "zsh",
                  "rbash",
                  "rksh",
                  "rzsh",
                  "csh",
                  "tcsh",
                  "hush",
                  "oksh",
                  "loksh",
                  "pdksh",
                  "posh",
                  "yash",
                  "osh",
                  "brush",
                  "sash",
                  "static-sh"),
              Kind.SHELL,
              List.of("-c"),
              List.of("--help", "--version")),
          new ScriptRunner(
              Set.of("fish"), Kind.OTHER_SHELL, List.of("-c"), List.of("-h", "-v", "-n")),
          new ScriptRunner(
              Set.of("nu", "xonsh", "elvish"),
              Kind.OTHER_SHELL,
              List.of("-c"),
              List.of("-h", "--help", "-v", "-V", "--version")),
          new ScriptRunner(
              Set.of("pwsh", "pwsh-preview", "powershell"),
              Kind.OTHER_SHELL,
              List.of("-c", "-e"),
              List.of("-f", "-v", "-h")),
          new ScriptRunner(
              Set.of("python", "pypy"),
              Kind.INTERPRETER,
              List.of("-c"),
              List.of("-m", "-V", "-h", "--help")),
          new ScriptRunner(
              Set.of("perl"), Kind.INTERPRETER, List.of("-e", "-E"), List.of("-v", "-V", "-h")),
          new ScriptRunner(
              Set.of("ruby", "jruby"),
              Kind.INTERPRETER,
              List.of("-e"),
              List.of("-v", "--version", "-h")),
          new ScriptRunner(
              Set.of("php", "php-cli"),
              Kind.INTERPRETER,
              List.of("-r", "-B", "-R", "-E"),
              List.of("-f", "-F", "-S", "-l", "-m", "-i", "-v", "-h")),
          new ScriptRunner(
              Set.of("node", "nodejs", "bun", "deno"),
              Kind.INTERPRETER,
              List.of("-e", "-p", "-pe"),
              List.of("-h", "-v")),
          new ScriptRunner(Set.of("lua", "luajit"), Kind.INTERPRETER, List.of("-e"), List.of("-v")),
          new ScriptRunner(
              Set.of("Rscript", "R", "jrunscript", "groovy", "julia", "elixir"),
              Kind.INTERPRETER,
              List.of("-e"),
              List.of("-h", "--help", "--version")),
          new ScriptRunner(
              Set.of("octave", "octave-cli"),
              Kind.INTERPRETER,
              List.of("--eval"),
              List.of("-h", "--help", "--version")),
          new ScriptRunner(Set.of("guile"), Kind.INTERPRETER, List.of("-c"), List.of("-h", "-v")),
          new ScriptRunner(
              Set.of("tclsh", "wish", "expect"), Kind.INTERPRETER, List.of("-c"), List.of("-f")),
          new ScriptRunner(
              Set.of("awk", "gawk", "mawk", "nawk", "original-awk"),
              Kind.FILTER,
              List.of("-e"),
              List.of("-f", "-E", "-V", "-h")));

  private static final Map<String, ScriptRunner> BY_NAME = byName();

  private static final Set<String> STANDARD_INPUT =
      Set.of(
          "-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "/dev/tty", "/proc/thread-self/fd/0");

  private static Map<String, ScriptRunner> byName() {
    Map<String, ScriptRunner> byName = new HashMap<>();
    ALL.forEach(runner -> runner.names.forEach(name -> byName.put(name, runner)));
    return Map.copyOf(byName);
  }

  /** The shells whose texts are read here. */
  static Stream<String> readShells() {
    return names(each -> each.kind == Kind.SHELL);
  }

  /** All shells. */
  static Stream<String> shells() {
    return names(ScriptRunner::isShell);
  }

  /** What runs texts and is no shell. */
  static Stream<String> interpreters() {
    return names(each -> !each.isShell());
  }

  private static Stream<String> names(Predicate<ScriptRunner> wanted) {
    return ALL.stream().filter(wanted).flatMap(each -> each.names.stream());
  }

  /**
   * The one of a program; null when it is none.
   *
   * @param program its usual name
   */
  static @Nullable ScriptRunner of(String program) {
    return BY_NAME.get(program);
  }

  static boolean isStandardInput(String file) {
    return STANDARD_INPUT.contains(file);
  }

  boolean isShell() {
    return kind == Kind.SHELL || kind == Kind.OTHER_SHELL;
  }

  /** Whether {@link ShellText} reads what it runs. */
  boolean isRead() {
    return kind == Kind.SHELL;
  }

  /** The text to run that stands in the arguments; null when there is none. */
  @Nullable String text(Command command) {
    Options options = command.options();
    if (kind == Kind.SHELL) {
      return options.has(code.getFirst()) ? firstOperand(options, "") : null;
    }
    List<String> texts = code.stream().flatMap(option -> options.values(option).stream()).toList();
    if (!texts.isEmpty()) {
      return String.join("\n", texts);
    }
    return kind == Kind.FILTER && !isOther(options) ? firstOperand(options, null) : null;
  }

  private static @Nullable String firstOperand(Options options, @Nullable String otherwise) {
    return options.operands().isEmpty() ? otherwise : options.operands().getFirst();
  }

  /** The file whose text it runs, as typed; null when it runs none. */
  @Nullable String script(Command command) {
    Options options = command.options();
    if (kind == Kind.FILTER) {
      return options.value("-f");
    }
    if (text(command) != null || isOther(options) || (kind == Kind.SHELL && options.has("-s"))) {
      return null;
    }
    String first = firstOperand(options, null);
    return first == null || isStandardInput(first) ? null : first;
  }

  /** Whether it runs what comes from its standard input. */
  boolean runsInput(Command command) {
    return kind != Kind.FILTER
        && text(command) == null
        && !isOther(command.options())
        && script(command) == null;
  }

  /** Whether the text to run is what follows its arguments, or stands for that. */
  static boolean runsLastArgument(Command command) {
    ScriptRunner runner = command.runner();
    String text = runner == null ? null : runner.text(command);
    return runner != null
        && (text == null
            ? !command.arguments().isEmpty() && runner.code.contains(command.arguments().getLast())
            : text.isEmpty() || text.contains("{}"));
  }

  /** Whether the text that it runs stands where others have a file. */
  static boolean isFirstOperandCode(Command command) {
    ScriptRunner runner = command.runner();
    return runner != null
        && (runner.kind == Kind.SHELL || runner.kind == Kind.FILTER)
        && command.options().values(runner.code.getFirst()).isEmpty()
        && runner.text(command) != null;
  }

  private boolean isOther(Options options) {
    for (String option : other) {
      if (options.has(option)) {
        return true;
      }
    }
    return false;
  }
}
