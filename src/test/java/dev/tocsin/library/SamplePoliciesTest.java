package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.Finding;
import dev.tocsin.source.Recordings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples against every recorded stream, and the findings that they must give. */
class SamplePoliciesTest {
  private static final PolicySet SAMPLES = PolicySet.read(Path.of("config/samples"));
  private static final Map<String, Map<String, Integer>> EXPECTED =
      FindingCounts.expected("/samples/expected.yaml");

  static List<String> recordings() {
    return Recordings.names();
  }

  @Test
  void areAllAccepted() {
    assertThat(SAMPLES.problems()).isEmpty();
    assertThat(SAMPLES.policies()).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void everyRecordingHasItsExpectation() {
    assertThat(EXPECTED.keySet()).containsExactlyElementsOf(recordings());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void findWhatIsInARecording(String recording) {
    PolicySet.Outcome outcome = SAMPLES.evaluate(Recordings.protobuf(recording));

    assertThat(FindingCounts.of(outcome.findings())).isEqualTo(EXPECTED.get(recording));
    assertThat(outcome.errors()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void findTheSameInProtobufAndJson(String recording) {
    List<String> protobuf = texts(SAMPLES.evaluate(Recordings.protobuf(recording)).findings());
    List<String> json = texts(SAMPLES.evaluate(Recordings.json(recording)).findings());

    assertThat(json).isEqualTo(protobuf);
  }

  /** All of a finding but its policy, which is the same object. */
  private static List<String> texts(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                String.join(
                    "\n",
                    finding.id(),
                    finding.policy().id().name(),
                    finding.group().toString(),
                    finding.message(),
                    finding.facts().toString()))
        .toList();
  }
}
