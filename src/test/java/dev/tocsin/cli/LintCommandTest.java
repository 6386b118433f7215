package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tocsin.lint.Rule;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LintCommandTest {
  private static final String GOOD =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: netcat}
      spec:
        title: Netcat
        description: A tool for connections by hand.
        events: [ProcessExec]
        match: process.name == 'nc'
      """;
  private static final String DOUBTFUL = GOOD + "  alert: {groupBy: [process.pid]}\n";
  private static final String BAD = DOUBTFUL.replace("process.name", "process.nam");

  @TempDir private Path folder;

  private Invocation lint(String text, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("a policy.yaml"), text);
    return Invocation.of(
        Stream.concat(Stream.of("lint", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void aCleanPolicyPasses() throws Exception {
    Invocation result = lint(GOOD, "--strict");

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).containsExactly("1 object: 0 errors, 0 warnings");
  }

  @Test
  void aWarningFailsOnlyWhenStrict() throws Exception {
    assertThat(lint(DOUBTFUL).exitCode()).isZero();
    assertThat(lint(DOUBTFUL, "--strict").exitCode()).isEqualTo(1);
  }

  @Test
  void anErrorFailsAndIsSaidAsACompilerSaysIt() throws Exception {
    Invocation result = lint(BAD);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.lines())
        .contains(
            folder.resolve("a policy.yaml")
                + ":8:17: error: undefined field 'nam': did you mean process.name? [expression]",
            "1 object: 1 error, 1 warning");
  }

  @Test
  void aFileThatIsNoYamlIsAFinding() throws Exception {
    Invocation result = lint("a: [\n");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("a policy.yaml:1:5: error: ").contains("[syntax]");
  }

  @Test
  void badUsageIsTwo() {
    assertThat(Invocation.of("lint").exitCode()).isEqualTo(2);
    assertThat(Invocation.of("lint", "--output", "xml", "x").exitCode()).isEqualTo(2);
    Invocation missing = Invocation.of("lint", "not-there.yaml");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("not-there.yaml: cannot be read");
  }

  @Test
  void nothingToCheckIsNoSuccess() throws Exception {
    Invocation empty = Invocation.of("lint", folder.toString());
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err())
        .contains("nothing to check: no policy, exception, output or silence in " + folder);

    assertThat(lint("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n").exitCode())
        .isEqualTo(2);
  }

  @Test
  void programsGetJson() throws Exception {
    Invocation result = lint(BAD, "--output", "json");

    JsonNode findings = new ObjectMapper().readTree(result.out());
    assertThat(findings).hasSize(2);
    JsonNode first = findings.get(0);
    assertThat(first.path("rule").asText()).isEqualTo("expression");
    assertThat(first.path("severity").asText()).isEqualTo("error");
    assertThat(first.path("line").asInt()).isEqualTo(8);
    assertThat(first.path("field").asText()).isEqualTo("spec.match");
    assertThat(first.at("/object/name").asText()).isEqualTo("netcat");
  }

  @Test
  void codeScanningGetsSarif() throws Exception {
    JsonNode log = new ObjectMapper().readTree(lint(BAD, "--output", "sarif").out());

    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = log.at("/runs/0");
    JsonNode rules = run.at("/tool/driver/rules");
    assertThat(rules).hasSize(Rule.values().length);
    assertThat(run.path("results")).hasSize(2);
    for (JsonNode result : run.path("results")) {
      JsonNode rule = rules.get(result.path("ruleIndex").asInt());
      assertThat(rule.path("id")).isEqualTo(result.path("ruleId"));
      assertThat(result.path("level").asText()).isIn("error", "warning");
      assertThat(result.at("/message/text").asText()).isNotBlank();
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertThat(place.at("/artifactLocation/uri").asText())
          .startsWith("file:///")
          .endsWith("/a%20policy.yaml");
      assertThat(place.at("/region/startLine").asInt()).isPositive();
      assertThat(place.at("/region/startColumn").asInt()).isPositive();
      assertThat(result.at("/partialFingerprints/tocsinFinding~1v1").asText())
          .matches("[0-9a-f]{32}");
    }
  }

  /** Of all rules and of findings of several kinds; the schema is that of OASIS. */
  @ParameterizedTest
  @MethodSource("sarifInputs")
  void whatCodeScanningGetsIsSarif(String input) throws Exception {
    Schema schema;
    try (InputStream json = getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
              .getSchema(Objects.requireNonNull(json), InputFormat.JSON);
    }

    JsonNode log = new ObjectMapper().readTree(lint(input, "--output", "sarif").out());

    assertThat(schema.validate(log)).isEmpty();
    // the validator does look: a level that SARIF does not have is found
    ((ObjectNode) log.at("/runs/0/tool/driver/rules/0/defaultConfiguration")).put("level", "bad");
    assertThat(schema.validate(log)).hasSize(1);
  }

  static Stream<String> sarifInputs() {
    return Stream.of(BAD, GOOD, "kind: [", "{}");
  }

  @Test
  void aFingerprintStaysWhenLinesMove() throws Exception {
    assertThat(fingerprints(BAD)).isEqualTo(fingerprints("# a comment\n\n" + BAD)).hasSize(2);
    assertThat(fingerprints(BAD))
        .doesNotContainAnyElementsOf(
            fingerprints(BAD.replace("nam ", "na ").replace("pid", "tid")));
  }

  private List<String> fingerprints(String text) throws Exception {
    JsonNode log = new ObjectMapper().readTree(lint(text, "--output", "sarif").out());
    return log.at("/runs/0/results").findValuesAsText("tocsinFinding/v1");
  }

  @Test
  void theRulesAreListedAsTheReadmeHasThem() throws Exception {
    List<String> table =
        Files.readAllLines(Path.of("config/policies/README.md")).stream()
            .filter(line -> line.matches("\\| `[a-z-]+` \\| (error|warning).*"))
            .toList();
    List<String> rules =
        Stream.of(Rule.values())
            .map(
                rule ->
                    "| `%s` | %s%s | %s |"
                        .formatted(
                            rule.id(),
                            rule.severity().name().toLowerCase(Locale.ROOT),
                            rule.silenceable() ? "" : ", always",
                            rule.wants()))
            .toList();
    assertThat(table).isEqualTo(rules);
    assertThat(Invocation.of("lint", "--list-rules").lines()).hasSize(1 + rules.size());
  }

  /** config/samples stand on their own: some say the same as the library, in another way. */
  @ParameterizedTest
  @ValueSource(strings = {"config/policies", "config/samples"})
  void nothingIsToBeSaidOfWhatIsShipped(String path) {
    Invocation result = Invocation.of("lint", "--strict", path, "config/tracing");

    assertThat(result.out()).contains("objects: 0 errors, 0 warnings");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void theTestsOfWhatIsShippedPassAndCoverEveryPolicy() {
    Invocation result = Invocation.of("test", "--full-coverage", "config/policies");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }
}
