package dev.tocsin.cli;

import dev.tocsin.importer.falco.FalcoImport;
import dev.tocsin.lint.Linter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin import falco}. */
@Command(
    name = "falco",
    description = {
      "Make DetectionPolicies of rules of Falco.",
      "",
      "Lists, macros and rules of all files are read in the order of the arguments, so that later"
          + " ones replace or change earlier ones. Policies go to standard output as one list for"
          + " kubectl, and the report to standard error; with --directory they go into files, and"
          + " the report to standard output. The result passes tocsin lint --strict."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all rules were converted",
      "1:some rules were not; the report says why",
      "2:bad usage, or a file that cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin import falco falco_rules.yaml local.yaml --directory policies/",
      "  tocsin import falco my_rules.yaml --test events.jsonl"
    })
final class ImportFalcoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ImportArguments arguments = new ImportArguments();

  @Override
  public Integer call() {
    Linter linter = new Linter(arguments.systemNamespace(), Clock.systemUTC());
    return arguments.write(
        FalcoImport.of(arguments.files(), arguments.options("Apache-2.0"), linter),
        spec.commandLine());
  }
}
