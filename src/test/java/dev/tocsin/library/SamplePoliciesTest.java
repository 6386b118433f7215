package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.app.Manifests;
import dev.tocsin.source.Recordings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples against every recorded stream, and the findings that they must give. */
class SamplePoliciesTest {
  private static final Manifests SAMPLES = Recorded.policies("config/samples");
  private static final Map<String, Map<String, Integer>> EXPECTED =
      ExpectedFindings.read("/samples/expected.yaml");

  static List<String> recordings() {
    return Recordings.names();
  }

  @Test
  void everyRecordingHasItsExpectation() {
    assertThat(EXPECTED.keySet()).containsExactlyElementsOf(recordings());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void findWhatIsInARecording(String recording) {
    Recorded recorded = Recorded.of(SAMPLES, Recordings.protobuf(recording));

    assertThat(recorded.counts()).isEqualTo(EXPECTED.get(recording));
    assertThat(recorded.errors()).isEmpty();
    assertThat(recorded.defects()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void findTheSameInProtobufAndJson(String recording) {
    Recorded protobuf = Recorded.of(SAMPLES, Recordings.protobuf(recording));
    Recorded json = Recorded.of(SAMPLES, Recordings.json(recording));

    assertThat(json.texts()).isEqualTo(protobuf.texts());
  }
}
