package dev.tocsin.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.source.EventInputs;
import dev.tocsin.source.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPoliciesTest {
  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: executions, namespace: tocsin-system}
      spec:
        title: As many executions as a recording has, and one more
        severity: Low
        events: [ProcessExec]
        match: process.pid > 0
        window: {type: EventCount, condition: {gte: %d}, within: 1h, groupBy: [event.kind]}
      """;

  @TempDir private Path folder;

  /** Who compiles once for many replays gets what each would have had alone. */
  @Test
  void replaysOfTheSamePoliciesCountApart() throws Exception {
    long executions = matches(policies(10_000));
    assertThat(executions).isPositive();

    ReplayPolicies policies = policies(executions + 1);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      assertThat(matches(replay(policies, findings))).isEqualTo(executions);
    }
    assertThat(findings).isEmpty();

    replay(policies(executions), findings);
    assertThat(findings).hasSize(1);
  }

  /** All are installed at once, and room is given out over all of them. */
  @Test
  void refusesWhatThereIsNoRoomForInANamespace() throws Exception {
    for (int i = 0; i <= 100; i++) {
      Files.writeString(
          folder.resolve("p%03d.yaml".formatted(i)),
          POLICY
              .formatted(1)
              .replace(
                  "executions, namespace: tocsin-system", "p%03d, namespace: shop".formatted(i)));
    }
    Manifests manifests = Manifests.read(List.of(folder), "tocsin-system");
    assertThatThrownBy(() -> ReplayPolicies.of(manifests, "tocsin-system"))
        .isInstanceOf(InvalidManifestException.class)
        .message()
        .hasLineCount(1)
        .contains("DetectionPolicy p100", "there are already 100 policies of its namespace");
  }

  private ReplayPolicies policies(long count) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted(count));
    return ReplayPolicies.of(Manifests.read(List.of(file), "tocsin-system"), "tocsin-system");
  }

  private static long matches(ReplayPolicies policies) throws Exception {
    return matches(replay(policies, new ArrayList<>()));
  }

  private static long matches(Replay replay) {
    return replay.stats().stream().mapToLong(PolicyStats::matches).sum();
  }

  private static Replay replay(ReplayPolicies policies, List<Finding> findings) throws Exception {
    Replay replay =
        new Replay(
            policies,
            InventoryFile.read(List.of(Recordings.directory().resolve("pods.json"))),
            Redaction.defaults(),
            findings::add);
    try (EventInputs inputs =
        EventInputs.open(List.of(Recordings.protobuf("03-nsenter-escape-agent")))) {
      replay.take(inputs);
    }
    return replay;
  }
}
