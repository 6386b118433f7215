package dev.tocsin.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyOutcome;
import dev.tocsin.control.PolicyTranslator;
import dev.tocsin.control.Problem;
import dev.tocsin.lint.LintObject;
import dev.tocsin.lint.Linter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mistake has one place and one message, whoever says it. */
class OneCoordinateTest {
  private static final String NAMESPACE = "tocsin-system";

  private static final String MISTAKE =
      "spec.match:2:4: undefined field 'nam': did you mean pod.name?";

  private static JsonNode policy() throws Exception {
    return new YAMLMapper()
        .readTree(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: DetectionPolicy
            metadata: {name: p, namespace: tocsin-system, uid: u, generation: 1}
            spec:
              title: T
              description: D
              severity: High
              events: [ProcessExec]
              match: |-
                process.pid == 1 &&
                pod.nam == 'web'
            """);
  }

  @Test
  void lint() throws Exception {
    assertThat(
            new Linter(NAMESPACE, InstantSource.system())
                .lint(List.of(LintObject.of(policy(), NAMESPACE))))
        .extracting(
            each ->
                "%s:%d:%d: %s"
                    .formatted(
                        each.place().field(),
                        each.place().line(),
                        each.place().column(),
                        each.message()))
        .containsExactly(MISTAKE);
  }

  @Test
  void theWebhook() throws Exception {
    assertThat(new Review(NAMESPACE, InstantSource.system()).of(policy(), NAMESPACE).errors())
        .containsExactly(MISTAKE);
  }

  /** What the condition Accepted says, and replay in front of its events. */
  @Test
  void theOperator() throws Exception {
    DetectionPolicy policy = new ObjectMapper().treeToValue(policy(), DetectionPolicy.class);
    PolicyOutcome state =
        new PolicyCatalog(installed -> {})
            .put(
                ObjectKey.of(policy),
                PolicyTranslator.id(policy),
                new PolicyTranslator(NAMESPACE, key -> new ConfigMaps.NotFound())
                    .translate(policy, List.of(), Instant.EPOCH));

    assertThat(state).isInstanceOf(PolicyOutcome.Rejected.class);
    assertThat(((PolicyOutcome.Rejected) state).problems())
        .extracting(Problem::toString)
        .containsExactly(MISTAKE);
  }
}
