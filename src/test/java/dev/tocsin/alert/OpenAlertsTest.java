package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.Severity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the metric of open alerts counts, and how many rows it may have. */
class OpenAlertsTest {
  private static final String POLICY = "tocsin-system/shell-in-pod";

  private static OpenAlerts.Key key(Severity severity, String policy, String namespace) {
    return new OpenAlerts.Key(severity, policy, namespace);
  }

  @Test
  void whatIsAcknowledgedOrClosedIsNotOpen() {
    Pipeline pipeline = new Pipeline();
    pipeline.fire("web-1");
    pipeline.fire("web-2");
    pipeline.settle();
    Severity severity = pipeline.store.all().getFirst().summary().severity();
    String namespace = pipeline.store.all().getFirst().ref().namespace();
    assertThat(pipeline.aggregator.openAlerts())
        .isEqualTo(Map.of(key(severity, POLICY, namespace), 2L));

    pipeline.store.triage(pipeline.store.all().getFirst().ref().name(), TriageState.ACKNOWLEDGED);
    assertThat(pipeline.aggregator.openAlerts())
        .isEqualTo(Map.of(key(severity, POLICY, namespace), 1L));
    pipeline.store.triage(pipeline.store.all().getLast().ref().name(), TriageState.CLOSED);
    assertThat(pipeline.aggregator.openAlerts()).isEmpty();
  }

  @Test
  void whatIsFoundAndNotYetWrittenIsOpen() {
    Pipeline pipeline = new Pipeline();
    pipeline.fire("web-1");
    assertThat(pipeline.aggregator.openAlerts()).hasSize(1).containsValue(1L);
  }

  /** A tenant with a thousand policies leaves the others theirs, and each alert is counted. */
  @Test
  void aNamespaceUsesUpItsOwnShareOnly() {
    OpenAlerts open = new OpenAlerts(10);
    for (int i = 0; i < 1000; i++) {
      open.add(key(Severity.LOW, "mallory/policy-%04d".formatted(i), "mallory"), 1);
    }
    open.add(key(Severity.CRITICAL, "mallory/severe", "mallory"), 1);
    open.add(key(Severity.HIGH, POLICY, "shop"), 1);
    open.add(key(Severity.HIGH, POLICY, "shop"), 1);
    open.add(key(Severity.LOW, "tocsin-system/port-scan", "shop"), 1);

    Map<OpenAlerts.Key, Long> counts = open.counts();

    assertThat(counts)
        .containsEntry(key(Severity.HIGH, POLICY, "shop"), 2L)
        .containsEntry(key(Severity.LOW, "tocsin-system/port-scan", "shop"), 1L)
        .containsEntry(key(Severity.CRITICAL, "mallory/severe", "mallory"), 1L)
        .containsEntry(key(Severity.LOW, OpenAlerts.OTHER, "mallory"), 1000L - 4);
    assertThat(counts).hasSize(2 + 5 + 1);
    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1004);
  }

  @Test
  void moreNamespacesThanRowsAreCountedTogetherBySeverity() {
    OpenAlerts open = new OpenAlerts(10);
    for (int i = 0; i < 11; i++) {
      open.add(key(i % 2 == 0 ? Severity.HIGH : Severity.LOW, POLICY, "namespace-" + i), 1);
    }
    assertThat(open.counts())
        .isEqualTo(
            Map.of(
                key(Severity.HIGH, OpenAlerts.OTHER, OpenAlerts.OTHER), 6L,
                key(Severity.LOW, OpenAlerts.OTHER, OpenAlerts.OTHER), 5L));
  }
}
