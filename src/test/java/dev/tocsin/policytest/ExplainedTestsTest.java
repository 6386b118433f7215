package dev.tocsin.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Redaction;
import dev.tocsin.explain.EventExplanation;
import dev.tocsin.explain.EventOutcome;
import dev.tocsin.explain.Explainer;
import dev.tocsin.explain.Explanation;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.replay.Replay;
import dev.tocsin.replay.ReplayPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every event of every shipped test is explained, and the explanation says what the engine finds.
 * An explanation whose steps lead elsewhere than the engine fails by itself.
 */
class ExplainedTestsTest {
  private static final String SYSTEM = "tocsin-system";

  static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("config/policies"))) {
      return files.filter(TestFileReader::isTestFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void theVerdictIsThatOfTheEngine(Path path) throws Exception {
    TestFile file = TestFileReader.read(path);
    Manifests manifests = Manifests.read(file.manifests(), SYSTEM);
    for (JsonNode object : file.objects()) {
      manifests = manifests.with(file.path(), object);
    }
    for (Manifests.Read<DetectionPolicy> policy : manifests.policies()) {
      ReplayPolicies only = ReplayPolicies.of(manifests.only(policy), SYSTEM);
      for (TestFile.TestCase test : file.tests()) {
        CaseRun alone = new CaseRun(file, test, only);
        List<Finding> expected = new ArrayList<>();
        Inventory inventory = alone.inventory();
        alone.play(new Replay(only, inventory, Redaction.defaults(), expected::add), inventory);

        CaseRun explained = new CaseRun(file, test, only);
        List<Finding> found = new ArrayList<>();
        Inventory again = explained.inventory();
        Explainer explainer =
            new Explainer(manifests, policy, again, SYSTEM, Integer.MAX_VALUE, found::add);
        explained.play(explainer.replay(), again);
        Explanation explanation = explainer.explanation();

        assertThat(found.stream().map(Finding::id))
            .as(test.name())
            .isEqualTo(expected.stream().map(Finding::id).toList());
        assertThat(explanation.verdicts().getOrDefault(EventOutcome.FIRES, 0L))
            .as(test.name())
            .isEqualTo(expected.size());
        assertThat(explanation.events()).hasSize((int) explanation.watched());
        assertThat(explanation.events()).allSatisfy(ExplainedTestsTest::hasItsReason);
      }
    }
  }

  private static void hasItsReason(EventExplanation event) {
    assertThat(event.because()).isNotBlank();
    assertThat(event.steps()).isNotEmpty();
    switch (event.verdict()) {
      case FIRES, COUNTED ->
          assertThat(event.steps())
              .filteredOn(step -> step.name().equals("match"))
              .allSatisfy(step -> assertThat(step.result()).isEqualTo("true"));
      case NO_MATCH -> assertThat(event.steps().getLast().result()).isNotEqualTo("true");
      case EXCEPTED -> assertThat(event.steps().getLast().result()).isEqualTo("true");
      default -> {}
    }
  }
}
