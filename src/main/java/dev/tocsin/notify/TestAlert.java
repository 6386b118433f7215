package dev.tocsin.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.AlertName;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Revision;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import dev.tocsin.notify.progress.KnownAlert;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An alert that says of itself that it is a test. It is nowhere stored. */
final class TestAlert {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY = "output-test";
  private static final AlertName NAME = new AlertName(POLICY, 1);

  private final AlertOutput output;
  private final String uid;
  private final Instant begun;
  private final String title;

  /**
   * @param request tells this test from all others
   */
  TestAlert(AlertOutput output, String request, Instant begun) {
    this.output = output;
    this.uid = "test-" + request;
    this.begun = begun;
    this.title =
        "Test of output "
            + output.getMetadata().getNamespace()
            + "/"
            + output.getMetadata().getName()
            + ": nothing happened";
  }

  String uid() {
    return uid;
  }

  KnownAlert known(boolean closed) {
    String namespace = output.getMetadata().getNamespace();
    AlertView view =
        new AlertView(
            NAME.toString(),
            namespace,
            POLICY,
            namespace,
            title,
            title,
            "Info",
            0,
            List.of(),
            List.of(),
            closed ? "Closed" : "Open",
            1,
            Map.of(),
            Math.multiplyExact(begun.getEpochSecond(), 1_000_000_000L),
            "",
            false,
            AlertView.NONE.where());
    return new KnownAlert(
        new AlertRef(namespace, NAME, uid, "1"),
        Revision.of(closed ? 2 : 1, 1, closed),
        Severity.CRITICAL, // which no group holds back; what is sent says Info
        false,
        Deliveries.NONE,
        begun,
        begun,
        view);
  }

  ObjectNode object(boolean closed) {
    String namespace = output.getMetadata().getNamespace();
    SecurityAlertSpec spec =
        SecurityAlertSpec.builder(
                new PolicyReference(POLICY, namespace, null, null), title, AlertSeverity.INFO)
            .message(title)
            .build();
    SecurityAlert alert = new SecurityAlert();
    alert.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(NAME.toString())
            .withUid(uid)
            .withLabels(Map.of("tocsin.dev/test", "true"))
            .withCreationTimestamp(Timestamps.format(begun))
            .build());
    alert.setSpec(
        closed ? spec.withTriage(new Triage(Triage.State.CLOSED, null, "test", null)) : spec);
    alert.setStatus(
        SecurityAlertStatus.builder()
            .count(1L)
            .firstSeen(Timestamps.format(begun))
            .lastSeen(Timestamps.format(begun))
            .build());
    return JSON.valueToTree(alert);
  }
}
