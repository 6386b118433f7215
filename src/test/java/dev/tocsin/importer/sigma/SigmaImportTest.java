package dev.tocsin.importer.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportReport;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.importer.Replayed;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.RuleOutcome;
import dev.tocsin.tracing.PathPattern;
import dev.tocsin.tracing.TracingPolicy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of a rule besides its meaning, and what is said of it. */
class SigmaImportTest {
  private static final ImportOptions OPTIONS = new ImportOptions(Map.of(), "", false, "DRL-1.1");

  private static ImportedRules rules(String... texts) {
    List<RuleFile> files =
        IntStream.range(0, texts.length)
            .mapToObj(i -> new RuleFile(Path.of("rules/Lnx_Rule" + i + ".yml"), texts[i]))
            .toList();
    return SigmaImport.of(files, OPTIONS, Replayed.LINTER);
  }

  private static String rule(String more, String detection) {
    return """
    title: Some tool
    logsource: {category: process_creation, product: linux}
    detection: %s
    %s
    """
        .formatted(detection, more);
  }

  private static String ofFiles(String value) {
    return """
    title: Some file
    level: low
    logsource: {category: file_event, product: linux}
    detection: {sel: {%s}, condition: sel}
    """
        .formatted(value);
  }

  private static final String DETECTION = "{sel: {'Image|endswith': /tool}, condition: sel}";

  private static ObjectNode only(ImportedRules rules) {
    assertThat(rules.outcomes()).extracting(RuleOutcome::reason).containsOnly("");
    return rules.objects().getFirst();
  }

  @Test
  void keepsWhatTheRuleSaysOfItself() {
    ObjectNode policy =
        only(
            rules(
                rule(
                    """
                    id: 5f0e7a1c-0000-4000-8000-000000000001
                    description: |
                      Runs a tool.
                    author: A. Author
                    date: 2024-01-31
                    status: experimental
                    level: informational
                    references: ['https://example.org/a', 'page 7']
                    falsepositives: [Administrators]
                    tags: [attack.defense-impairment, attack.execution, attack.t1685.004, attack.t1059, cve.2024.1]
                    """,
                    DETECTION)));

    assertThat(PolicyYaml.of(policy))
        .isEqualTo(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata:
              name: lnx-rule0
              annotations:
                tocsin.dev/imported-from: sigma
                tocsin.dev/rule-author: A. Author
                tocsin.dev/rule-date: "2024-01-31"
                tocsin.dev/rule-file: Lnx_Rule0.yml
                tocsin.dev/rule-id: 5f0e7a1c-0000-4000-8000-000000000001
                tocsin.dev/rule-license: DRL-1.1
                tocsin.dev/rule-status: experimental
            spec:
              title: Some tool
              description: Runs a tool.
              severity: Info
              mitreAttack:
                - technique: T1685.004
                  tactics:
                    - DefenseImpairment
                - technique: T1059
                  tactics:
                    - Execution
              references:
                - https://example.org/a
              falsePositives:
                - Administrators
              mode: Shadow
              scope:
                host: Include
              events:
                - ProcessExec
              match: process.binary.lowerAscii().endsWith('/tool')
            """);
  }

  @Test
  void aGlobalDocumentIsPartOfTheLaterOnes() {
    ImportedRules rules =
        rules(
            """
            action: global
            level: high
            logsource: {category: process_creation, product: linux}
            detection: {condition: sel}
            ---
            title: One
            detection: {sel: {'Image|endswith': /one}}
            ---
            title: Two
            detection: {sel: {'Image|endswith': /two}}
            ---
            action: repeat
            title: Three
            detection: {sel: {'CommandLine|contains': three}}
            ---
            action: reset
            ---
            title: Four
            detection: {sel: {'Image|endswith': /four}, condition: sel}
            """);

    assertThat(rules.objects())
        .extracting(
            each -> each.at("/metadata/name").asText(), each -> each.at("/spec/match").asText())
        .containsExactly(
            tuple("one", "process.binary.lowerAscii().endsWith('/one')"),
            tuple("two", "process.binary.lowerAscii().endsWith('/two')"),
            tuple(
                "three",
                "process.binary.lowerAscii().endsWith('/two') &&"
                    + " process.command_line.lowerAscii().contains('three')"));
    assertThat(rules.outcomes().getLast().reason()).isEqualTo("logsource is missing");
  }

  @Test
  void sameTextsGiveTheSameBytesAndNamesAreOnce() {
    String text = rule("level: low", DETECTION);

    ImportedRules rules =
        SigmaImport.of(
            List.of(
                new RuleFile(Path.of("a/Same.yml"), text),
                new RuleFile(Path.of("b/same.yml"), text)),
            OPTIONS,
            Replayed.LINTER);

    assertThat(rules.objects())
        .extracting(each -> each.at("/metadata/name").asText())
        .containsExactly("same", "same-2");
    assertThat(PolicyYaml.list(rules(text, text).objects()))
        .isEqualTo(PolicyYaml.list(rules(text, text).objects()));
  }

  @Test
  void aRefusalNamesThePlace() {
    ImportedRules rules =
        rules(
            """
            title: Some tool
            logsource: {category: process_creation, product: linux}
            detection:
              sel:
                Image: /a
                Hashes: x
              condition: sel
            """,
            "title: [",
            "- a list");

    assertThat(ImportReport.text(rules))
        .contains(
            "rules/Lnx_Rule0.yml:6: Some tool: not convertible: field Hashes is not in Tetragon's"
                + " events\n",
            "rules/Lnx_Rule1.yml:",
            "no YAML",
            "rules/Lnx_Rule2.yml:1: (no title): not convertible: the document is no mapping\n",
            "3 rules: 0 converted");
    assertThat(rules.isComplete()).isFalse();
  }

  @Test
  void aDetectionThatIsNotAskedForIsSaidAndNotRead() {
    ImportedRules rules =
        rules(
            rule("level: low", "{sel: {'Image|endswith': /a}, old: {Hashes: x}, condition: sel}"));

    assertThat(rules.outcomes().getFirst().reason()).isEmpty();
    assertThat(rules.outcomes().getFirst().notes())
        .contains("detection 'old' is not in the condition");
  }

  @Test
  void anExceptionThatCanBeHadByRenamingIsSaid() {
    ImportedRules rules =
        rules(
            rule(
                "level: low",
                "{sel: {'CommandLine|contains': x}, f: {'Image|endswith': /ok}, condition: sel and"
                    + " not f}"));

    assertThat(only(rules).at("/metadata/annotations/tocsin.dev~1lint-ignore").asText())
        .isEqualTo("renamable-exclusion");
    assertThat(rules.outcomes().getFirst().notes())
        .anySatisfy(each -> assertThat(each).startsWith("lint ignores renamable-exclusion"));
  }

  @Test
  void filesThatNobodyTracesAreTracedByTheImport() {
    ImportedRules rules =
        rules(
            ofFiles("'TargetFilename|endswith': /etc/shadow"),
            ofFiles("'TargetFilename|endswith': [/etc/shadow, .pth]"),
            ofFiles("'TargetFilename|startswith': /opt/tool/"));

    assertThat(rules.outcomes())
        .extracting(RuleOutcome::tracing)
        .containsExactly(
            List.of("tocsin-file-writes"),
            List.of("tocsin-file-writes", "tocsin-sigma-files"),
            List.of("tocsin-sigma-files"));
    assertThat(rules.outcomes().get(1).traced()).containsExactly("*.pth");
    TracingPolicy tracing = TracingPolicy.of(rules.objects().getLast());
    for (String hook :
        List.of("security_file_open", "security_path_rename", "security_path_link")) {
      assertThat(tracing.letsAll(hook, new PathPattern.Ends("/x/a.pth"))).as(hook).isTrue();
      assertThat(tracing.letsAll(hook, new PathPattern.Begins("/opt/tool/x"))).as(hook).isTrue();
      assertThat(tracing.letsAll(hook, new PathPattern.Begins("/opt/"))).as(hook).isFalse();
      assertThat(tracing.letsAll(hook, new PathPattern.Ends("/etc/shadow"))).as(hook).isFalse();
    }
  }

  @Test
  void theWrittenTracingPolicyKeepsTheKernelsLimits() {
    String values =
        IntStream.range(0, 100)
            .mapToObj(i -> "/some/long/folder/of/number-" + i + "/")
            .collect(Collectors.joining(", "));

    ObjectNode tracing =
        rules(ofFiles("'TargetFilename|startswith': [" + values + "]")).objects().getLast();

    assertThat(tracing.at("/spec/kprobes"))
        .hasSizeGreaterThan(3)
        .allSatisfy(
            hook ->
                assertThat(hook.path("selectors"))
                    .hasSizeBetween(1, 5)
                    .allSatisfy(
                        selector ->
                            assertThat(selector.path("matchArgs"))
                                .allSatisfy(
                                    match ->
                                        assertThat(match.path("values")).hasSizeBetween(1, 8))));
    assertThat(TracingPolicy.of(tracing))
        .satisfies(
            each ->
                assertThat(
                        each.letsAll(
                            "security_file_open",
                            new PathPattern.Begins("/some/long/folder/of/number-99/")))
                    .isTrue());
  }

  @Test
  void whatNoSelectorCanSayIsSeenInPart() {
    ImportedRules rules = rules(ofFiles("'TargetFilename|contains': secret"));

    assertThat(rules.outcomes().getFirst().notes())
        .anySatisfy(each -> assertThat(each).contains("seen in part", "contains 'secret'"));
  }

  @Test
  void aRuleOfThousandTextsIsOfSeveralExpressions() {
    String values =
        IntStream.range(0, 1000).mapToObj(i -> "implant-" + i).collect(Collectors.joining(", "));

    ObjectNode policy =
        only(
            rules(
                rule(
                    "level: low",
                    "{sel: {'CommandLine|contains': [" + values + "]}, condition: sel}")));

    assertThat(policy.at("/spec/variables")).hasSizeGreaterThan(1);
    assertThat(Arrays.asList(policy.at("/spec/match").asText().split(" \\|\\| ")))
        .allSatisfy(each -> assertThat(each).startsWith("variables.part"));
  }
}
