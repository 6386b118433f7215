package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.coverage.Coverage;
import dev.tocsin.coverage.CoverageJson;
import dev.tocsin.coverage.CoverageSvg;
import dev.tocsin.coverage.CoverageTexts;
import dev.tocsin.coverage.NavigatorLayer;
import dev.tocsin.coverage.PolicySight;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.text.FileFailure;
import dev.tocsin.text.Quantity;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin coverage}: which techniques are seen, and where not. */
@Command(
    name = "coverage",
    description = {
      "Show which techniques of ATT&CK's Containers matrix are detected: by the policies of a"
          + " cluster, with the nodes on which they are blind, or by those of files.",
      "",
      "Needs the verb list on detectionpolicies. For files, it is not known what is loaded on which"
          + " nodes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:refused by the cluster", "2:bad usage or input"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} coverage",
      "  ${ROOT-COMMAND-NAME} coverage -o svg --file coverage.svg",
      "  ${ROOT-COMMAND-NAME} coverage --policies config/policies",
      "  ${ROOT-COMMAND-NAME} coverage -o navigator --file monday.json",
      "  ${ROOT-COMMAND-NAME} coverage --since monday.json"
    })
final class CoverageCommand implements Callable<Integer> {
  private static final int NAMED_POLICIES = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--policies",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files or folders with DetectionPolicies, instead of a cluster.")
  private List<Path> policies = List.of();

  @Mixin private SystemNamespaceOption systemNamespace = new SystemNamespaceOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "table (default), svg: a picture, json: for programs, navigator: a layer of ATT&CK"
              + " Navigator, markdown, csv.")
  private Output output = Output.TABLE;

  /** What is made. */
  enum Output {
    TABLE,
    SVG,
    JSON,
    NAVIGATOR,
    MARKDOWN,
    CSV
  }

  @Option(
      names = "--since",
      paramLabel = "LAYER",
      description = "Show only what changed since this layer, which -o navigator made.")
  private @Nullable Path since;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "File to write to, instead of standard output.")
  private @Nullable Path file;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    Coverage coverage = policies.isEmpty() ? ofCluster() : ofFiles();
    String text = since == null ? text(coverage) : changes(coverage, since);
    if (file == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new BadInputException(file + ": cannot be written: " + FileFailure.reason(e));
      }
    }
    return 0;
  }

  private String text(Coverage coverage) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return switch (output) {
      case TABLE -> table(coverage);
      case SVG -> CoverageSvg.of(coverage);
      case JSON -> CoverageJson.of(coverage) + "\n";
      case NAVIGATOR -> NavigatorLayer.of(coverage, now, BuildVersion.version()) + "\n";
      case MARKDOWN -> CoverageTexts.markdown(coverage, now, BuildVersion.version());
      case CSV -> CoverageTexts.csv(coverage);
    };
  }

  private static String changes(Coverage coverage, Path layer) {
    try {
      Table table = new Table("TECHNIQUE", "NAME", "BEFORE", "NOW");
      CoverageTexts.changes(NavigatorLayer.read(Files.readString(layer)), coverage)
          .forEach(
              each ->
                  table.add(
                      each.technique(), each.name(), each.before().text(), each.now().text()));
      return table + "\n" + coverage.summary() + "\n";
    } catch (IOException e) {
      throw new BadInputException(layer + ": cannot be read");
    } catch (IllegalArgumentException e) {
      throw new BadInputException(layer + ": " + e.getMessage());
    }
  }

  private Coverage ofCluster() {
    try (KubernetesClient client = cluster.client()) {
      List<PolicySight> sights =
          ClusterException.ask(
                  "list policies",
                  () -> client.resources(DetectionPolicy.class).inAnyNamespace().list().getItems())
              .stream()
              .map(PolicySight::inCluster)
              .toList();
      return Coverage.of(
          AttackCatalog.read(),
          Quantity.of(sights.size(), "policy", "policies") + " of the cluster",
          sights);
    }
  }

  private Coverage ofFiles() {
    try {
      List<PolicySight> sights =
          Manifests.read(policies, systemNamespace.name()).policies().stream()
              .map(each -> PolicySight.inFile(each.object(), systemNamespace.name()))
              .toList();
      return Coverage.of(
          AttackCatalog.read(),
          Quantity.of(sights.size(), "policy", "policies")
              + " of "
              + policies.stream().map(Path::toString).collect(Collectors.joining(", "))
              + " would",
          sights);
    } catch (InvalidManifestException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  private static String table(Coverage coverage) {
    Table table = new Table("TACTIC", "TECHNIQUE", "NAME", "COVERAGE", "POLICIES", "WHY NOT MORE");
    for (Coverage.Column column : coverage.columns()) {
      String tactic = column.tactic().name();
      for (Coverage.Cell cell : column.cells()) {
        table.add(
            tactic,
            cell.technique().id(),
            cell.technique().name(),
            cell.sight().text(),
            names(cell.policies()),
            Visible.line(cell.note(), 80));
        tactic = "";
      }
    }
    return table + "\n" + coverage.summary() + "\n";
  }

  private static String names(List<PolicySight> policies) {
    String named =
        policies.stream()
            .limit(NAMED_POLICIES)
            .map(each -> each.name().substring(each.name().indexOf('/') + 1))
            .collect(Collectors.joining(", "));
    return policies.size() <= NAMED_POLICIES
        ? named
        : named + " and " + (policies.size() - NAMED_POLICIES) + " more";
  }
}
