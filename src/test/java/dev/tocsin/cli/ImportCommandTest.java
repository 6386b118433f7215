package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around the import: arguments, files, exit codes. */
class ImportCommandTest {
  private static final String RECORDING =
      "src/test/resources/events/recordings/03-nsenter-escape-agent.pb.gz";

  @TempDir private Path folder;

  private Path rule(String name, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        title: Enters a namespace
        status: experimental
        logsource: {category: process_creation, product: linux}
        detection: {sel: {'Image|endswith': /nsenter%s}, condition: sel}
        level: high
        """
            .formatted(more));
  }

  @Test
  void policiesGoToStandardOutputAndTheReportBesideThem() throws IOException {
    Invocation result = Invocation.of("import", "sigma", rule("ns.yml", "").toString());

    assertThat(result.exitCode()).isZero();
    JsonNode list = new YAMLMapper().readTree(result.out());
    assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("ns");
    assertThat(list.at("/items/0/spec/mode").asText()).isEqualTo("Shadow");
    assertThat(result.err())
        .contains("ns.yml:1: Enters a namespace: converted", "1 rule: 1 converted");
  }

  @Test
  void aFolderGetsAFileForEachPolicyThatLintAccepts() throws IOException {
    rule("ns.yml", "");
    rule("other.yaml", "2");
    Path policies = folder.resolve("policies");

    Invocation result =
        Invocation.of(
            "import", "sigma", folder.toString(), "--mode", "active", "-d", policies.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("2 rules: 2 converted");
    try (Stream<Path> files = Files.list(policies)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("ns.yaml", "other.yaml", "kustomization.yaml");
    }
    assertThat(policies.resolve("ns.yaml")).content().contains("mode: Active");
    assertThat(policies.resolve("kustomization.yaml")).content().contains("  - ns.yaml\n");
    assertThat(Invocation.of("lint", "--strict", policies.toString()).exitCode()).isZero();
  }

  @Test
  void theOrderOfTheArgumentsDoesNotMatter() throws IOException {
    String one = rule("ns.yml", "").toString();
    Files.createDirectory(folder.resolve("more"));
    String two = rule("more/ns.yml", "2").toString();

    Invocation result = Invocation.of("import", "sigma", one, two);
    Invocation other = Invocation.of("import", "sigma", two, one, folder.toString());

    assertThat(result.out()).contains("name: ns\n").isEqualTo(other.out());
    assertThat(result.err()).contains("2 rules: 2 converted").isEqualTo(other.err());
  }

  @Test
  void aFolderOfAnotherImportIsLeftAlone() throws IOException {
    String policies = folder.resolve("policies").toString();
    Path falco =
        Files.writeString(
            folder.resolve("rules.falco"),
            "- {rule: A, desc: a, condition: evt.type = execve and proc.name = nc, output: a,"
                + " priority: ERROR}");
    String sigma = rule("ns.yml", "").toString();

    assertThat(Invocation.of("import", "falco", falco.toString(), "-d", policies).exitCode())
        .isZero();
    Invocation result = Invocation.of("import", "sigma", sigma, "-d", policies);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("kustomization.yaml: was not written by tocsin import sigma: choose another");
    assertThat(folder.resolve("policies/ns.yaml")).doesNotExist();
    assertThat(Invocation.of("import", "falco", falco.toString(), "-d", policies).exitCode())
        .isZero();
  }

  @Test
  void someThatCannotBeConvertedAreExitCodeOne() throws IOException {
    rule("ns.yml", "");
    rule("bad.yml", ", Hashes: x");
    Path policies = folder.resolve("policies");

    Invocation result =
        Invocation.of(
            "import", "sigma", folder.toString(), "-d", policies.toString(), "-o", "json");

    assertThat(result.exitCode()).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(result.out());
    assertThat(report.at("/rules/0/status").asText()).isEqualTo("not convertible");
    assertThat(report.at("/rules/0/reason").asText())
        .isEqualTo("field Hashes is not in Tetragon's events");
    assertThat(report.at("/rules/0/line").asInt()).isEqualTo(4);
    assertThat(report.at("/rules/1/policy").asText()).isEqualTo("ns");
    assertThat(report.at("/summary/converted").asInt()).isEqualTo(1);
  }

  @Test
  void aListIsAFile() throws IOException {
    Path list = Files.writeString(folder.resolve("tools.txt"), "# tools\n/nsenter\n\n/unshare\n");
    Path rule =
        Files.writeString(
            folder.resolve("ns.yml"),
            """
            title: Tools
            logsource: {category: process_creation, product: linux}
            detection: {sel: {'Image|expand|endswith': '%tools%'}, condition: sel}
            """);

    assertThat(Invocation.of("import", "sigma", rule.toString()).exitCode()).isEqualTo(1);
    Invocation result =
        Invocation.of("import", "sigma", rule.toString(), "--list", "tools=" + list);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("endsWith('/nsenter')", "endsWith('/unshare')");
  }

  @Test
  void aRecordingIsReplayedOverWhatWasImported() throws IOException {
    Invocation result =
        Invocation.of(
            "import",
            "sigma",
            rule("ns.yml", "").toString(),
            "--mode",
            "Active",
            "--directory",
            folder.resolve("policies").toString(),
            "--test",
            RECORDING);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).containsPattern("HIGH +ns ").contains("policies: 1, matches: ");
  }

  @Test
  void aFolderOfRulesForAnotherSystemIsOneLine() throws IOException {
    Path windows = Files.createDirectory(folder.resolve("windows"));
    for (String name : List.of("a.yml", "b.yml", "c.yml")) {
      Files.writeString(
          windows.resolve(name), "title: T\nlogsource: {product: windows, category: x}\n");
    }

    Invocation result = Invocation.of("import", "sigma", windows.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("windows:1: 3 rules: not convertible: log source: product windows");
  }

  @Test
  void rulesOfFalcoAreReadInTheOrderOfTheFiles() throws IOException {
    Path first =
        Files.writeString(
            folder.resolve("z.yaml"),
            """
            - rule: Entered
              desc: D
              condition: evt.type = execve and proc.name in (tools)
              output: entered by %proc.pname
              priority: WARNING
            - list: tools
              items: [unshare]
            """);
    Path second =
        Files.writeString(folder.resolve("a.yaml"), "- list: tools\n  items: [nsenter]\n");

    Invocation result = Invocation.of("import", "falco", first.toString(), second.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("match: process.name == 'nsenter'");
  }

  @Test
  void badUsageIsExitCodeTwo() {
    assertThat(Invocation.of("import").exitCode()).isEqualTo(2);
    assertThat(Invocation.of("import", "sigma").exitCode()).isEqualTo(2);
    assertThat(Invocation.of("import", "sigma", "not/there.yml").exitCode()).isEqualTo(2);
    assertThat(Invocation.of("import", "sigma", "not/there.yml").err())
        .contains("not/there.yml: cannot be read");
  }

  @Test
  void aListIsAKeyOfAConfigMap() throws IOException {
    Path lists = configMap("lists.yaml", "data: {tools: '- /nsenter  # the usual one, /unshare'}");

    Invocation result = withList("tools=" + lists);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("endsWith('/nsenter')").doesNotContain("usual");
    assertThat(withList("others=" + lists).err())
        .contains("lists.yaml: ConfigMap lists: data has no key 'others', but tools");
    assertThat(withList("tools=" + configMap("empty.yml", "")).err())
        .contains("empty.yml: ConfigMap lists: data has no key 'tools', but nothing");
    Path other = Files.writeString(folder.resolve("a.yaml"), "apiVersion: v1\nkind: Secret\n");
    assertThat(withList("tools=" + other).exitCode()).isEqualTo(2);
    assertThat(withList("tools=" + other).err())
        .contains("a.yaml: has 0 ConfigMaps; --list tools wants one");
  }

  private Path configMap(String file, String data) throws IOException {
    return Files.writeString(
        folder.resolve(file),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lists}\n" + data + "\n");
  }

  private Invocation withList(String list) throws IOException {
    Path rule =
        Files.writeString(
            folder.resolve("ns.yml"),
            """
            title: Tools
            logsource: {category: process_creation, product: linux}
            detection: {sel: {'Image|expand|endswith': '%tools%'}, condition: sel}
            """);
    return Invocation.of("import", "sigma", rule.toString(), "--list", list);
  }
}
