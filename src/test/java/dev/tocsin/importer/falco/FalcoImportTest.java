package dev.tocsin.importer.falco;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.importer.Replayed;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.RuleOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files of Falco that change each other, and what is kept of a rule besides its meaning. */
class FalcoImportTest {
  private static final String RULE =
      """
      - list: names
        items: [a]
      - macro: spawned
        condition: evt.type = execve
      - rule: Some Rule
        desc: Something runs.
        condition: spawned and proc.name in (names)
        output: Ran | command=%proc.cmdline gparent=%proc.aname[2] terminal=%proc.tty user=%user.name.
        priority: ERROR
        tags: [maturity_stable, mitre_execution, TA0004, T1059.004, T9999]
      """;

  private static ImportedRules rules(String... texts) {
    List<RuleFile> files =
        IntStream.range(0, texts.length)
            .mapToObj(i -> new RuleFile(Path.of("rules" + i + ".yaml"), texts[i]))
            .toList();
    return FalcoImport.of(
        files, new ImportOptions(Map.of(), "", false, "Apache-2.0"), Replayed.LINTER);
  }

  private static String match(String... texts) {
    ImportedRules rules = rules(texts);
    assertThat(rules.outcomes()).extracting(RuleOutcome::reason).containsExactly("");
    return rules.objects().getFirst().at("/spec/match").asText();
  }

  @Test
  void keepsWhatTheRuleSaysOfItself() {
    ImportedRules rules = rules(RULE);

    assertThat(PolicyYaml.of(rules.objects().getFirst()))
        .isEqualTo(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata:
              name: some-rule
              annotations:
                tocsin.dev/imported-from: falco
                tocsin.dev/rule-file: rules0.yaml
                tocsin.dev/rule-id: Some Rule
                tocsin.dev/rule-license: Apache-2.0
                tocsin.dev/rule-tags: "maturity_stable, mitre_execution, TA0004, T1059.004, T9999"
            spec:
              title: Some Rule
              description: Something runs.
              severity: High
              mitreAttack:
                - technique: T1059.004
                  tactics:
                    - Execution
              scope:
                host: Include
              events:
                - ProcessExec
              match: process.name == 'a'
              alert:
                message: "Ran | command={{process.command_line}} gparent={{size(ancestors) > 0 ? ancestors[0].name : ''}} user={{process.user.name}}."
              requires:
                tetragon:
                  - Ancestors
            """);
    assertThat(rules.outcomes().getFirst().notes())
        .contains("ATT&CK has no T9999", "left out of the message: %proc.tty");
  }

  @Test
  void aLaterDefinitionReplacesAnEarlierOne() {
    assertThat(match(RULE, "- list: names\n  items: [b, c]\n"))
        .isEqualTo("process.name in ['b', 'c']");
    assertThat(match(RULE, "- macro: spawned\n  condition: evt.type = execve and proc.args = x\n"))
        .isEqualTo("process.argv.join(' ') == 'x' && process.name == 'a'");
  }

  @Test
  void appendedItemsJoinTheList() {
    assertThat(match(RULE, "- list: names\n  append: true\n  items: [b]\n"))
        .isEqualTo("process.name in ['a', 'b']");
    assertThat(match(RULE, "- list: names\n  items: [b]\n  override: {items: append}\n"))
        .isEqualTo("process.name in ['a', 'b']");
  }

  @Test
  void anAppendedConditionIsJoinedBeforeItIsRead() {
    String either =
        RULE.replace("proc.name in (names)", "proc.name = b or spawned and proc.name = c");

    assertThat(
            match(
                either,
                """
                - rule: Some Rule
                  append: true
                  condition: and not proc.args = x
                """))
        .isEqualTo("process.name == 'b' || process.name == 'c' && process.argv.join(' ') != 'x'");
  }

  @Test
  void anOverrideReplacesFieldByField() {
    ObjectNode policy =
        rules(
                RULE,
                """
                - rule: Some Rule
                  condition: spawned and proc.name = z
                  priority: CRITICAL
                  override: {condition: replace, priority: replace}
                """)
            .objects()
            .getFirst();

    assertThat(policy.at("/spec/match").asText()).isEqualTo("process.name == 'z'");
    assertThat(policy.at("/spec/severity").asText()).isEqualTo("Critical");
    assertThat(policy.at("/spec/description").asText()).isEqualTo("Something runs.");
  }

  @Test
  void aChangeOfWhatIsNotThereIsRefused() {
    ImportedRules rules = rules("- rule: None\n  append: true\n  condition: and x\n");

    assertThat(rules.outcomes().getFirst().reason())
        .isEqualTo("rule None is changed, and was not defined before");
  }

  @Test
  void aRuleThatIsNotEnabledIsADisabledPolicy() {
    ObjectNode policy = rules(RULE, "- rule: Some Rule\n  enabled: false\n").objects().getFirst();

    assertThat(policy.at("/spec/mode").asText()).isEqualTo("Disabled");
    assertThat(policy.at("/spec/match").asText()).isEqualTo("process.name == 'a'");
  }

  @Test
  void appendedValuesJoinTheExceptionOfTheSameName() {
    String excepted =
        RULE
            + """
              exceptions:
                - {name: parents, fields: [proc.pname], values: [[sh]]}
            """;

    ObjectNode policy =
        rules(
                excepted,
                """
                - rule: Some Rule
                  exceptions:
                    - {name: parents, values: [[bash]]}
                    - {name: folders, fields: proc.cwd, values: [/a/]}
                  override: {exceptions: append}
                """)
            .objects()
            .getFirst();

    assertThat(policy.at("/spec/exceptions"))
        .extracting(each -> each.path("name").asText())
        .containsExactly("parents", "folders");
    assertThat(policy.at("/spec/exceptions/0/match").asText())
        .isEqualTo("parent.name in ['sh', 'bash']");
  }

  @Test
  void aContainerThatIsRequiredEverywhereIsTheScope() {
    ObjectNode policy =
        rules(RULE.replace("spawned and proc", "spawned and container.id != host and proc"))
            .objects()
            .getFirst();

    assertThat(policy.at("/spec/scope/host").asText()).isEqualTo("Exclude");
    assertThat(policy.at("/spec/match").asText()).isEqualTo("process.name == 'a'");
  }

  @Test
  void whatCallsOtherFilesIsLeftAlone() {
    assertThat(match("- required_engine_version: 0.57.0\n", RULE)).isEqualTo("process.name == 'a'");
    assertThat(rules("- something: else\n").outcomes().getFirst().reason())
        .isEqualTo("an entry that is no list, macro or rule");
  }
}
