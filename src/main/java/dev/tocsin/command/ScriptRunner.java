package dev.tocsin.command;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs the text it is given, and where it takes the text from.
 *
 * @param families names in {@link ProgramTable#familyOf} form
 * @param code options whose value is text to run; for a shell the option after which the first
 *     operand is
 * @param module options that name what to run instead, or end the program
 */
record ScriptRunner(Set<String> families, boolean shell, List<String> code, List<String> module) {
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
                  "csh",
                  "tcsh",
                  "bash-static",
                  "dash-static",
                  "hush",
                  "oksh",
                  "yash"),
              true,
              List.of("-c"),
              List.of("--help", "--version")),
          new ScriptRunner(Set.of("fish"), false, List.of("-c"), List.of("-h", "-v", "-n")),
          new ScriptRunner(
              Set.of("pwsh", "pwsh-preview"), false, List.of("-c", "-e"), List.of("-f")),
          new ScriptRunner(
              Set.of("python", "python2", "python3", "pypy", "pypy3"),
              false,
              List.of("-c"),
              List.of("-m", "-V", "-h")),
          new ScriptRunner(Set.of("perl"), false, List.of("-e", "-E"), List.of("-v", "-V", "-h")),
          new ScriptRunner(
              Set.of("ruby", "jruby"), false, List.of("-e"), List.of("--version", "-h")),
          new ScriptRunner(
              Set.of("php", "php-cli"),
              false,
              List.of("-r", "-B", "-R", "-E"),
              List.of("-f", "-F", "-S", "-l", "-m", "-i", "-v", "-h")),
          new ScriptRunner(
              Set.of("node", "nodejs", "bun", "deno"),
              false,
              List.of("-e", "-p", "-pe"),
              List.of("-h", "-v")),
          new ScriptRunner(Set.of("lua", "luajit"), false, List.of("-e"), List.of("-v")),
          new ScriptRunner(Set.of("tclsh", "wish", "expect"), false, List.of("-c"), List.of("-f")));

  /** The shells, by their family. */
  static Stream<String> shells() {
    return ALL.stream().filter(ScriptRunner::shell).flatMap(each -> each.families.stream());
  }

  private static final Set<String> STANDARD_INPUT =
      Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

  /** The one of a program; null when it is none. */
  static @Nullable ScriptRunner of(Command command) {
    String family = ProgramTable.familyOf(command.name());
    for (ScriptRunner each : ALL) {
      if (each.families.contains(family)) {
        return each;
      }
    }
    return null;
  }

  /** The text to run that stands in the arguments; null when there is none. */
  @Nullable String text(Command command) {
    Options options = command.options();
    for (String option : code) {
      if (shell) {
        if (options.has(option)) {
          return options.operands().isEmpty() ? "" : options.operands().getFirst();
        }
      } else if (options.value(option) != null) {
        return options.value(option);
      }
    }
    return null;
  }

  /** The file whose text it runs, as typed; null when it runs none. */
  @Nullable String script(Command command) {
    Options options = command.options();
    if (text(command) != null
        || isModule(options)
        || options.operands().isEmpty()
        || (shell && options.has("-s"))) {
      return null;
    }
    String first = options.operands().getFirst();
    return STANDARD_INPUT.contains(first) ? null : first;
  }

  /** Whether it runs what comes from its standard input. */
  boolean runsInput(Command command) {
    return text(command) == null && !isModule(command.options()) && script(command) == null;
  }

  private boolean isModule(Options options) {
    for (String option : module) {
      if (options.has(option)) {
        return true;
      }
    }
    return false;
  }
}
