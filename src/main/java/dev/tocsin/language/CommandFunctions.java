package dev.tocsin.language;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructTypeReference;
import dev.tocsin.command.Options;
import dev.tocsin.command.ShellText;
import java.util.List;

/**
 * What can be asked of the programs of a command line, and of a shell's text: {@code
 * process.program.hasOption('-k')}, {@code process.shell.runsOutputOf(lists.downloaders)}.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the runtime hands over views of what was checked
final class CommandFunctions {
  private static final CelType PROGRAM =
      StructTypeReference.create(ProcessSchema.PROGRAM.type().name());
  private static final CelType SHELL =
      StructTypeReference.create(ProcessSchema.SHELL.type().name());

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
            "runsOutputOf",
            "shell_runs_output_of_list",
            BOOL,
            SHELL,
            StructView.class,
            ListType.create(STRING),
            List.class,
            (shell, sources) -> ((ShellText) shell.target()).runsOutputOf((List<String>) sources));
  }

  private static String value(StructView program, String option) {
    String value = options(program).value(option);
    return value == null ? "" : value;
  }

  private static Options options(StructView program) {
    return ((ProcessSchema.Program) program.target()).command().options();
  }
}
