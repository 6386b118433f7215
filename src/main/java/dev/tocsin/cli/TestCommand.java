package dev.tocsin.cli;

import dev.tocsin.policytest.InvalidTestException;
import dev.tocsin.policytest.JUnitXml;
import dev.tocsin.policytest.PolicyTests;
import dev.tocsin.policytest.TestCoverage;
import dev.tocsin.policytest.TestReport;
import dev.tocsin.text.FileFailure;
import dev.tocsin.text.Quantity;
import dev.tocsin.text.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin test}: the tests beside policies. */
@Command(
    name = "test",
    description = {
      "Run tests of policies, without a cluster.",
      "",
      "A test lists events and the alerts that they must raise. It runs through the same pipeline"
          + " as on the nodes, on the time of its events. The tests of a policy are beside it, in"
          + " NAME.test.yaml.",
      "",
      "config/policies/README.md describes the format."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all tests passed",
      "1:a test failed, or with --full-coverage a policy is not covered",
      "2:bad input; the message names file and place"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tocsin test config/policies",
      "  tocsin test --junit target/policies.xml --full-coverage my-policies/",
      "  tocsin test my-policies/shell-in-pod.test.yaml"
    })
final class TestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Test files, or folders with *.test.yaml files and the policies that they test.")
  private List<Path> paths = List.of();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit XML.")
  private @Nullable Path junit;

  @Option(
      names = "--full-coverage",
      description =
          "Fail if a policy has no test in which it fires, or none in which it stays silent.")
  private boolean fullCoverage;

  @Mixin private SystemNamespaceOption systemNamespace = new SystemNamespaceOption();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TestReport report;
    try {
      report =
          new PolicyTests(systemNamespace.name(), System::nanoTime, file -> print(file, out))
              .run(paths);
    } catch (InvalidTestException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    summarize(report, out);
    if (junit != null) {
      write(report, junit);
    }
    return exitCode(report);
  }

  private int exitCode(TestReport report) {
    if (!report.unusable().isEmpty()) {
      return 2;
    }
    return report.failed() > 0 || (fullCoverage && !report.coverage().isComplete()) ? 1 : 0;
  }

  private static void print(TestReport.FileResult file, PrintWriter out) {
    switch (file) {
      case TestReport.Unusable unusable -> out.println("BAD   " + unusable.problem());
      case TestReport.Ran ran -> {
        boolean passed = ran.tests().stream().allMatch(TestReport.CaseResult::passed);
        out.printf("%-5s %s (%d)%n", passed ? "ok" : "FAIL", ran.file(), ran.tests().size());
        ran.tests().stream()
            .filter(test -> !test.passed() || !test.notes().isEmpty())
            .forEach(test -> print(test, out));
      }
    }
    out.flush();
  }

  private static void print(TestReport.CaseResult test, PrintWriter out) {
    out.println("        " + test.name());
    Stream.concat(test.failures().stream(), test.notes().stream().map(note -> "note: " + note))
        .forEach(
            text ->
                out.println(
                    text.lines()
                        .map(Visible::line)
                        .collect(Collectors.joining("\n", "          ", ""))));
  }

  private static void summarize(TestReport report, PrintWriter out) {
    TestCoverage coverage = report.coverage();
    out.printf(
        "%n%s in %s: %d passed, %d failed%s%n",
        Quantity.of(report.passed() + report.failed(), "test"),
        Quantity.of(report.files().size(), "file"),
        report.passed(),
        report.failed(),
        report.unusable().isEmpty()
            ? ""
            : "; " + Quantity.of(report.unusable().size(), "file") + " could not be run");
    String policies = Quantity.of(coverage.policies(), "policy", "policies");
    if (coverage.isComplete()) {
      out.println(policies + ": each fires in a test, and stays silent in another");
    } else {
      out.println(policies);
      list("no test in which it fires", coverage.neverFires(), out);
      list("no test in which it stays silent", coverage.neverSilent(), out);
    }
    out.flush();
  }

  private static void list(String what, List<String> policies, PrintWriter out) {
    if (!policies.isEmpty()) {
      out.println("  " + what + ": " + String.join(", ", policies));
    }
  }

  private static void write(TestReport report, Path file) {
    try (Writer writer = Files.newBufferedWriter(file)) {
      JUnitXml.write(report, writer);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be written: " + FileFailure.reason(e));
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the report cannot be written as XML", e);
    }
  }
}
