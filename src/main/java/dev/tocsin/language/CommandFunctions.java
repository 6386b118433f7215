package dev.tocsin.language;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructTypeReference;
import dev.tocsin.command.Command;
import dev.tocsin.command.CommandPatterns;
import dev.tocsin.command.Options;
import dev.tocsin.command.ShellText;
import dev.tocsin.language.function.FunctionLibrary;
import dev.tocsin.language.text.HashedList;
import dev.tocsin.language.text.TextBudget;
import java.util.List;

/**
 * What can be asked of the programs of a command line, and of a shell's text: {@code
 * process.program.hasOption('-k')}, {@code process.shell.runsOutputOf(lists.downloaders)}.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the runtime hands over views of what was checked
final class CommandFunctions {
  private static final CelType PROGRAM =
      StructTypeReference.create(CommandSchema.PROGRAM.type().name());
  private static final CelType SHELL =
      StructTypeReference.create(CommandSchema.SHELL.type().name());

  /** What looking at one command or list of options is charged as, in characters. */
  static final int SEARCH = 64;

  private CommandFunctions() {}

  static FunctionLibrary library() {
    return new FunctionLibrary()
        .member(
            "hasOption",
            "program_has_option_string",
            BOOL,
            PROGRAM,
            StructView.class,
            STRING,
            String.class,
            (program, option) -> options(program).has(option))
        .member(
            "optionValue",
            "program_option_value_string",
            STRING,
            PROGRAM,
            StructView.class,
            STRING,
            String.class,
            CommandFunctions::value)
        .member(
            "optionValues",
            "program_option_values_string",
            ListType.create(STRING),
            PROGRAM,
            StructView.class,
            STRING,
            String.class,
            (program, option) -> options(program).values(option))
        .member(
            "isAnyOf",
            "program_is_any_of_list",
            BOOL,
            PROGRAM,
            StructView.class,
            ListType.create(STRING),
            List.class,
            (program, patterns) -> isAnyOf(command(program), patterns))
        .member(
            "runsOutputOf",
            "shell_runs_output_of_list",
            BOOL,
            SHELL,
            StructView.class,
            ListType.create(STRING),
            List.class,
            (shell, sources) -> runsOutputOf((ShellText) shell.target(), sources));
  }

  private static String value(StructView program, String option) {
    String value = options(program).value(option);
    return value == null ? "" : value;
  }

  private static boolean runsOutputOf(ShellText shell, List<String> sources) {
    TextBudget.charge(SEARCH * (1L + shell.commands().size()));
    return shell.runsOutputOf(patterns(sources));
  }

  private static boolean isAnyOf(Command command, List<String> patterns) {
    TextBudget.charge(SEARCH);
    return patterns(patterns).match(command);
  }

  private static CommandPatterns patterns(List<String> texts) {
    return texts instanceof HashedList list ? list.patterns() : CommandPatterns.of(texts);
  }

  private static Options options(StructView program) {
    Options options = command(program).options();
    TextBudget.charge(SEARCH + options.size());
    return options;
  }

  private static Command command(StructView program) {
    return (Command) program.target();
  }
}
