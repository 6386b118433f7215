package dev.tocsin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** What a newer version stored, this one reads; what a person wrote must be right. */
class VersionSkewTest {
  private static final String OF_A_NEWER_VERSION =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: p}
      spec:
        title: t
        severity: Dreadful
        events: [ProcessExec, NetworkFlow]
        newField: {a: b}
        window: {type: Sequence, within: 1m, steps: [{name: a, match: 'true', newField: 1}]}
      status: {newField: 1, scope: Galaxy}
      """;

  @Test
  void aClusterClientReadsWhatItKnows() {
    DetectionPolicy policy =
        new KubernetesSerialization().unmarshal(OF_A_NEWER_VERSION, DetectionPolicy.class);
    DetectionPolicySpec spec = policy.getSpec();
    assertThat(spec.title()).isEqualTo("t");
    assertThat(spec.severity()).isEqualTo(AlertSeverity.UNKNOWN);
    assertThat(spec.events()).containsExactly(WatchedKind.PROCESS_EXEC, WatchedKind.UNKNOWN);
    assertThat(spec.window())
        .extracting(Window::type, window -> window.steps().getFirst().name())
        .containsExactly(Window.Type.UNKNOWN, "a");
    assertThat(policy.getStatus().scope()).isEqualTo(DetectionPolicyStatus.Scope.UNKNOWN);
  }

  @Test
  void strictReadingRejectsAnUnknownField() {
    assertThatThrownBy(
            () -> strict().readValue("{title: t, newField: 1}", DetectionPolicySpec.class))
        .hasMessageContaining("Unrecognized field \"newField\"");
  }

  @Test
  void strictReadingRejectsAnUnknownValue() {
    assertThatThrownBy(
            () -> strict().readValue("{title: t, severity: Dreadful}", DetectionPolicySpec.class))
        .hasMessageContaining("\"Dreadful\"")
        .hasMessageContaining("Medium");
  }

  private static ObjectMapper strict() {
    return new YAMLMapper().setAnnotationIntrospector(new StrictReading());
  }
}
