package dev.tocsin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What makes fish complete commands, options and their values; picocli does bash only. */
final class FishCompletion {
  /** Names of contexts, namespaces, policies and alerts: the program is asked. */
  private static final String NAMES =
      "(tocsin __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null | string match"
          + " --invert ':*')";

  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** Lines of {@code complete}. */
  static String of(String program, CommandLine root) {
    FishCompletion script = new FishCompletion(program);
    for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
      CommandSpec spec = command.getValue().getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        script.add(
            "__fish_use_subcommand",
            " --no-files --arguments " + quoted(command.getKey()),
            spec.usageMessage().description());
        script.arguments("__fish_seen_subcommand_from " + command.getKey(), spec);
      }
    }
    script.arguments("__fish_use_subcommand", root.getCommandSpec());
    script.add("not __fish_use_subcommand", " --arguments " + quoted(NAMES), new String[0]);
    return String.join("\n", script.lines) + "\n";
  }

  private void arguments(String condition, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        add(condition, names(option) + values(option), option.description());
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (parameter.completionCandidates() != null) {
        add(condition, " --no-files" + values(parameter), new String[0]);
      }
    }
  }

  private static String names(OptionSpec option) {
    return option.longestName().equals(option.shortestName())
        ? name(option.longestName())
        : name(option.shortestName()) + name(option.longestName());
  }

  private static String name(String option) {
    return option.startsWith("--")
        ? " --long-option " + option.substring(2)
        : " --short-option " + option.substring(1);
  }

  /** Without candidates fish offers files, which is right for most. */
  private static String values(ArgSpec argument) {
    String required =
        argument.isOption() && argument.arity().max() > 0 ? " --require-parameter" : "";
    if (argument.completionCandidates() == null) {
      return required;
    }
    String candidates =
        StreamSupport.stream(argument.completionCandidates().spliterator(), false)
            .collect(Collectors.joining(" "));
    return required
        + (argument.isOption() ? " --no-files" : "")
        + " --arguments "
        + quoted(candidates);
  }

  private void add(String condition, String what, String[] description) {
    String shown = description.length == 0 ? "" : " --description " + quoted(description[0]);
    lines.add("complete --command " + program + " --condition " + quoted(condition) + what + shown);
  }

  /** In single quotes, fish takes backslash and quote as themselves only behind a backslash. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
