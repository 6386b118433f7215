package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tocsin.replay.ReplayPolicies;
import dev.tocsin.source.Recordings;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies against every recorded stream: the findings that they must give, and no others. */
class RecordedFindingsTest {
  /** Folders of policies, and what they must find. */
  enum Library {
    SAMPLES("config/samples", "/samples/expected.yaml"),
    SHIPPED("config/policies", "/library/expected.yaml");

    private final ReplayPolicies policies;
    private final Map<String, Map<String, Integer>> expected;

    Library(String folder, String expected) {
      this.policies = ShippedInput.replayed(Path.of(folder));
      this.expected = ExpectedFindings.read(expected);
    }
  }

  static Stream<Arguments> recordings() {
    return Stream.of(Library.values())
        .flatMap(
            library -> Recordings.names().stream().map(recording -> arguments(library, recording)));
  }

  @ParameterizedTest
  @EnumSource
  void everyRecordingHasItsExpectation(Library library) {
    assertThat(library.expected.keySet()).containsExactlyElementsOf(Recordings.names());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void findWhatIsInARecordingTheSameInProtobufAndJson(Library library, String recording) {
    Recorded protobuf = Recorded.of(library.policies, Recordings.protobuf(recording));
    Recorded json = Recorded.of(library.policies, Recordings.json(recording));

    assertThat(protobuf.counts()).isEqualTo(library.expected.get(recording));
    assertThat(protobuf.errors()).isEmpty();
    assertThat(protobuf.defects()).isEmpty();
    assertThat(json.texts()).isEqualTo(protobuf.texts());
  }
}
