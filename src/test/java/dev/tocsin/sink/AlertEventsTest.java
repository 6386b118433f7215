package dev.tocsin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertName;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Announcement;
import dev.tocsin.engine.policy.Policy.AttackTechnique;
import dev.tocsin.engine.policy.Severity;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What routes Kubernetes Events selects by, and what people read. */
class AlertEventsTest {
  private static final AlertRef ALERT =
      new AlertRef("shop", new AlertName("a-policy-aaaaaaaaaaaaaaaaaaaa", 1), "uid", "1");

  private static Event event(List<AttackTechnique> attack, long step) {
    AlertSummary summary =
        new AlertSummary(
            "tocsin-system",
            "shell-in-pod",
            Severity.HIGH,
            attack,
            "sh in web-1",
            "node-1",
            "shop",
            "web-1",
            "pod-uid",
            "");
    return new AlertEvents("operator-0").of(new Announcement(ALERT, summary, step), Instant.EPOCH);
  }

  @Test
  void theReasonIsConstantAndAnnotationsSaySeverityPolicyAndAttack() {
    Event event =
        event(
            List.of(
                new AttackTechnique("T1059.004", List.of("Execution")),
                new AttackTechnique("T1611", List.of("PrivilegeEscalation", "Execution"))),
            1);

    assertThat(event.getReason()).isEqualTo("SecurityAlert");
    assertThat(event.getMetadata().getAnnotations())
        .isEqualTo(
            Map.of(
                "tocsin.dev/policy", "tocsin-system/shell-in-pod",
                "tocsin.dev/severity", "High",
                "tocsin.dev/techniques", "T1059.004,T1611",
                "tocsin.dev/tactics", "Execution,PrivilegeEscalation"));
    assertThat(event.getNote()).isEqualTo("shell-in-pod (High): sh in web-1");
    assertThat(event.getAction()).isEqualTo("Detect");
  }

  /** A policy of a namespace says what it likes: what is no technique is left out. */
  @Test
  void whatIsNoTechniqueIsNoAnnotation() {
    Event event = event(List.of(new AttackTechnique("T1059\nforged: x", List.of("a b"))), 1000);

    assertThat(event.getMetadata().getAnnotations())
        .containsOnlyKeys("tocsin.dev/policy", "tocsin.dev/severity");
    assertThat(event.getNote()).isEqualTo("shell-in-pod (High, seen 1000 times): sh in web-1");
    assertThat(event.getAction()).isEqualTo("Escalate");
  }
}
