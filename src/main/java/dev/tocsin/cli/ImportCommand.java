package dev.tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin import}: published rules become policies. */
@Command(
    name = "import",
    description = {
      "Make DetectionPolicies of rules that were written for Sigma or Falco.",
      "",
      "A rule is converted with the meaning that its specification gives it, or refused with the"
          + " reason; the report says per rule what became of it."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {ImportSigmaCommand.class, ImportFalcoCommand.class})
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Rules of what?");
  }
}
