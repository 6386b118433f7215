package dev.tocsin.cli;

import dev.tocsin.lint.Linter;
import dev.tocsin.lint.Rule;
import dev.tocsin.lint.file.JsonReport;
import dev.tocsin.lint.file.LintFiles;
import dev.tocsin.lint.file.LocatedFinding;
import dev.tocsin.lint.file.SarifReport;
import dev.tocsin.lint.file.TextReport;
import dev.tocsin.manifest.Documents;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.text.Visible;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin lint}: what is wrong with policies, before they are applied. */
@Command(
    name = "lint",
    description = {
      "Check policies, exceptions, outputs and silences, without a cluster.",
      "",
      "Reports what the API server and the operator would refuse, and warns about what works, but"
          + " probably not as it was meant. Policies can refer to ConfigMaps and tracing policies"
          + " among the files; the tracing policies of config/tracing are built in.",
      "",
      "To ignore rules for an object, annotate it: tocsin.dev/lint-ignore: unbounded-key, overlap"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no errors; with --strict, no warnings either",
      "1:at least one error or, with --strict, a warning",
      "2:bad usage, a file that cannot be read, or nothing to check"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin lint my-policies/",
      "  tocsin lint --strict my-policies/ my-tracing-policies/",
      "  tocsin lint --output sarif my-policies/ > lint.sarif",
      "  tocsin lint --list-rules"
    })
final class LintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files, or folders with .yaml, .yml and .json files.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "text: one finding per line, in the format of a compiler (default)",
        "json: an array of findings",
        "sarif: SARIF 2.1.0, for code scanning"
      })
  private Output output = Output.TEXT;

  @Option(names = "--strict", description = "Fail on warnings too.")
  private boolean strict;

  @Option(names = "--list-rules", description = "Print the rules and exit.")
  private boolean listRules;

  @Mixin private SystemNamespaceOption systemNamespace = new SystemNamespaceOption();

  /** What goes to standard output. */
  enum Output {
    TEXT,
    JSON,
    SARIF
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (listRules) {
      out.print(rules());
      out.flush();
      return 0;
    }
    if (paths.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Which files?");
    }
    LintFiles files = read();
    List<LocatedFinding> findings =
        files.lint(new Linter(systemNamespace.name(), InstantSource.system()));
    switch (output) {
      case TEXT -> TextReport.write(findings, files.checked(), out);
      case JSON -> out.println(Visible.document(JsonReport.of(findings)));
      case SARIF -> out.println(Visible.document(SarifReport.of(findings, BuildVersion.version())));
    }
    out.flush();
    if (files.checked() == 0 && findings.isEmpty()) {
      throw new BadInputException(
          "nothing to check: no policy, exception, output or silence in "
              + paths.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    return findings.stream().anyMatch(each -> strict || each.finding().isError()) ? 1 : 0;
  }

  private LintFiles read() {
    LintFiles files = new LintFiles(systemNamespace.name());
    try {
      for (Path file : Manifests.files(paths)) {
        files.add(file, Documents.text(file));
      }
    } catch (InvalidManifestException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    return files;
  }

  private static Table rules() {
    Table table = new Table("RULE", "SEVERITY", "IGNORABLE", "WHAT HOLDS");
    for (Rule rule : Rule.values()) {
      table.add(
          rule.id(),
          rule.severity().name().toLowerCase(Locale.ROOT),
          rule.silenceable() ? "yes" : "no",
          rule.wants());
    }
    return table;
  }
}
