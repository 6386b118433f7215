package dev.tocsin.language;

import com.google.common.collect.ImmutableList;
import dev.tocsin.command.Command;
import dev.tocsin.command.ProgramNames;
import dev.tocsin.command.ShellText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the command line of a process does: its programs, and the text of its shell. */
public final class CommandSchema {
  private CommandSchema() {}

  public static final StructSchema<Command> PROGRAM =
      StructSchema.<Command>named("tocsin.Program")
          .field(
              "name",
              "Usual name, without version, build and architecture: python for python3.11, bash for"
                  + " bash-static.",
              "{} == 'python'")
          .text(Command::name)
          .field(
              "path",
              "File that is run, in normal form; the name alone where a search path decides.",
              "{}.startsWith('/tmp/')")
          .text(Command::path)
          .field(
              "args", "Arguments one by one, without the program's name.", "'--privileged' in {}")
          .texts(Command::arguments)
          .field("operands", "Arguments that are no options.", "'/etc/shadow' in {}")
          .texts(program -> program.options().operands())
          .field(
              "paths",
              "The operands as paths in normal form, relative ones by the working directory.",
              "{}.exists(p, p.startsWith('/etc/'))")
          .texts(Command::paths)
          .field(
              "reads",
              "Files that it reads by its arguments or a redirection, in normal form.",
              "'/etc/shadow' in {}")
          .texts(Command::reads)
          .field(
              "writes",
              "Files that it writes or makes by its arguments or a redirection, in normal form.",
              "{}.exists(p, p.startsWith('/etc/cron.d/'))")
          .texts(Command::writes)
          .field(
              "is_shell",
              "Whether it is a shell of any build: sh, bash, dash, zsh and so on.",
              "{}")
          .flag(Command::isShell)
          .field(
              "is_interpreter",
              "Whether it runs texts of a language and is no shell: python, perl, node, awk and so"
                  + " on.",
              "{}")
          .flag(Command::isInterpreter)
          .field(
              "code",
              "Text in its arguments that a shell or interpreter runs: bash -c, python -c, perl -e"
                  + " and so on.",
              "{}.contains('socket')")
          .text(Command::code)
          .field(
              "script",
              "File that a shell or interpreter runs, in normal form.",
              "{}.startsWith('/tmp/')")
          .text(Command::script)
          .field(
              "runs_input",
              "Whether a shell or interpreter takes what it runs from standard input: a terminal or"
                  + " a pipe.",
              "{}")
          .flag(Command::runsInput)
          .build();

  public static final StructSchema<ShellText> SHELL =
      StructSchema.<ShellText>named("tocsin.ShellText")
          .presentIf(shell -> !shell.commands().isEmpty())
          .field("complete", "Whether all of the text was understood.", "!{}")
          .flag(ShellText::isComplete)
          .field(
              "commands",
              "Programs in the text that a shell was given by -c, in order and without wrappers.",
              "{}.exists(c, c.name == 'curl')")
          .messages(PROGRAM, ShellText::programs)
          .build();

  static final ImmutableList<StructSchema<?>> TYPES = ImmutableList.of(PROGRAM, SHELL);

  /** The names of the programs that have a fact; null when it does not go by names. */
  public static @Nullable Set<String> namesWith(String fact) {
    return switch (fact) {
      case "is_shell" -> ProgramNames.SHELLS;
      case "is_interpreter" -> ProgramNames.INTERPRETERS;
      case "runs_input" -> ProgramNames.RUNNING_INPUT;
      default -> null;
    };
  }
}
