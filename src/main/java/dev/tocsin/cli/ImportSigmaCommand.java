package dev.tocsin.cli;

import dev.tocsin.importer.sigma.SigmaImport;
import dev.tocsin.lint.Linter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin import sigma}. */
@Command(
    name = "sigma",
    description = {
      "Make DetectionPolicies of rules of Sigma.",
      "",
      "Rules for Linux over process_creation, file_event and network_connection. Policies go to"
          + " standard output as one list for kubectl, and the report to standard error; with"
          + " --directory they go into files, and the report to standard output. The result passes"
          + " tocsin lint --strict."
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
      "  tocsin import sigma rules/linux --directory policies/",
      "  tocsin import sigma rule.yml | kubectl apply -n tocsin-system -f -",
      "  tocsin import sigma rules/ --list admins=admins.txt --test events.jsonl"
    })
final class ImportSigmaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ImportArguments arguments = new ImportArguments();

  @Override
  public Integer call() {
    Linter linter = new Linter(arguments.systemNamespace(), Clock.systemUTC());
    return arguments.write(
        SigmaImport.of(arguments.sortedFiles(), arguments.options("DRL-1.1"), linter),
        spec.commandLine());
  }
}
