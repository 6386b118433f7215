package dev.tocsin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportReport;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.text.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all imports take, and where their results go. */
final class ImportArguments {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files of rules, or folders with .yml and .yaml files.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description =
          "Write one file a policy and a kustomization.yaml there, instead of one list to standard"
              + " output.")
  private @Nullable Path directory;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "How the report is written:",
        "text: one line a rule (default)",
        "json: one object"
      })
  private Output output = Output.TEXT;

  /** How the report is written. */
  enum Output {
    TEXT,
    JSON
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "Active, Shadow or Disabled, for all policies. Default: Shadow for experimental rules,"
              + " Active for others.")
  private Mode mode = Mode.BY_STATUS;

  /** Of the policies. */
  enum Mode {
    BY_STATUS(""),
    ACTIVE("Active"),
    SHADOW("Shadow"),
    DISABLED("Disabled");

    private final String text;

    Mode(String text) {
      this.text = text;
    }
  }

  @Option(
      names = "--list",
      paramLabel = "NAME=FILE",
      description =
          "What the placeholder %%NAME%% stands for: a text with one value a line, blank lines and"
              + " lines with # left out; or a ConfigMap with a key NAME.")
  private Map<String, Path> lists = new LinkedHashMap<>();

  @Option(
      names = "--withdrawn",
      description = "Take rules that are deprecated, unsupported or not enabled as well.")
  private boolean withdrawn;

  @Option(
      names = "--license",
      paramLabel = "TEXT",
      description = "Licence of rules that name none, as their policies keep it.")
  private @Nullable String license;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Replay recorded events over what was imported, and show the alerts.")
  private List<Path> events = List.of();

  @Mixin private PodsOption pods = new PodsOption();

  @Mixin private SystemNamespaceOption systemNamespace = new SystemNamespaceOption();

  String systemNamespace() {
    return systemNamespace.name();
  }

  ImportOptions options(String usualLicense) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    lists.forEach((name, file) -> values.put(name, PlaceholderList.read(name, file)));
    return new ImportOptions(
        values, mode.text, withdrawn, license == null ? usualLicense : license);
  }

  /** The files in the order of the arguments, those of a folder by name. */
  List<RuleFile> files() {
    List<RuleFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        below(path).forEach(each -> files.add(new RuleFile(each, read(each))));
      } else {
        files.add(new RuleFile(path, read(path)));
      }
    }
    return files;
  }

  /** Each file once, by its path: what is made of them does not depend on the arguments' order. */
  List<RuleFile> sortedFiles() {
    Map<Path, RuleFile> sorted = new TreeMap<>();
    files().forEach(each -> sorted.putIfAbsent(each.path().toAbsolutePath().normalize(), each));
    return List.copyOf(sorted.values());
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(each -> each.getFileName().toString().matches(".*\\.ya?ml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be read: " + FileFailure.reason(e));
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new BadInputException(file + ": is not UTF-8");
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + FileFailure.reason(e));
    }
  }

  /** Writes policies and report, replays, and returns the exit code. */
  int write(ImportedRules rules, CommandLine command) {
    PrintWriter report = directory == null ? command.getErr() : command.getOut();
    if (directory == null) {
      command.getOut().print(PolicyYaml.list(rules.objects()));
      command.getOut().flush();
    } else {
      write(rules.objects(), directory, command.getCommandName());
    }
    report.print(
        switch (output) {
          case TEXT -> ImportReport.text(rules);
          case JSON -> ImportReport.json(rules).toPrettyString() + "\n";
        });
    report.flush();
    if (!events.isEmpty()) {
      PrintWriter alerts = output == Output.JSON ? command.getErr() : report;
      ImportReplay.run(rules.objects(), events, pods, systemNamespace(), alerts);
    }
    return rules.isComplete() ? 0 : 1;
  }

  /**
   * @param source of the rules: {@code sigma}
   */
  private static void write(List<ObjectNode> objects, Path directory, String source) {
    String head = "# Written by tocsin import " + source + ", and replaced by the next one.\n";
    Path list = directory.resolve("kustomization.yaml");
    if (Files.exists(list) && !read(list).startsWith(head)) {
      throw new BadInputException(
          list + ": was not written by tocsin import " + source + ": choose another directory");
    }
    try {
      Files.createDirectories(directory);
      StringBuilder kustomization =
          new StringBuilder(head)
              .append("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
      kustomization.append("resources:\n");
      for (ObjectNode each : objects) {
        String name = each.at("/metadata/name").asText() + ".yaml";
        Files.writeString(directory.resolve(name), PolicyYaml.of(each));
        kustomization.append("  - ").append(name).append('\n');
      }
      Files.writeString(list, kustomization);
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be written: " + FileFailure.reason(e));
    }
  }
}
