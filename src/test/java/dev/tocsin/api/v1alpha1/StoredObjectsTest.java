package dev.tocsin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that were stored under an older, laxer schema go on working under this one. */
@RealCluster(isolated = true)
class StoredObjectsTest {
  private static final String STORED =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: old, namespace: %1$s}
      spec: {events: [ProcessExec], severity: Dreadful, removed: true, window: {type: EventCount}}
      ---
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: recent, namespace: %1$s}
      spec: {title: t, events: [ProcessExec], match: 'true', removed: true}
      ---
      apiVersion: tocsin.dev/v1alpha1
      kind: SecurityAlert
      metadata: {name: old, namespace: %1$s}
      spec: {policy: {name: old, namespace: gone}, title: t, severity: High, process: {name: %2$s}}
      """;

  @Test
  void storedObjectsSurviveANewSchema(
      ControlPlane plane, KubernetesClient client, @OwnNamespace String namespace) {
    List<CustomResourceDefinition> strict =
        client.apiextensions().v1().customResourceDefinitions().list().getItems();
    strict.forEach(crd -> replaceSchema(client, lax(crd)));
    // The server takes a moment to serve a changed schema.
    String objects = STORED.formatted(namespace, "a".repeat(5000));
    await().until(() -> apply(plane, objects).exitCode() == 0);
    strict.forEach(crd -> replaceSchema(client, crd));
    await().until(() -> apply(plane, STORED.formatted(namespace, "sh")).exitCode() != 0);

    assertThat(plane.kubectl("annotate", "dpol", "old", "seen=yes", "-n", namespace).orFail().out())
        .contains("annotated");

    DetectionPolicy recent =
        client.resources(DetectionPolicy.class).inNamespace(namespace).withName("recent").get();
    recent.setStatus(
        new DetectionPolicyStatus(
            DetectionPolicyStatus.Scope.NAMESPACE,
            1L,
            List.of(),
            null,
            5L,
            null,
            null,
            null,
            List.of()));
    assertThat(client.resource(recent).updateStatus().getStatus().matches()).isEqualTo(5);

    SecurityAlert alert =
        client.resources(SecurityAlert.class).inNamespace(namespace).withName("old").get();
    alert.setSpec(alert.getSpec().withTriage(new Triage(Triage.State.CLOSED, "ann", null, null)));
    SecurityAlert closed = client.resource(alert).update();
    closed.setStatus(SecurityAlertStatus.builder().count(8L).build());
    assertThat(client.resource(closed).updateStatus().getStatus().count()).isEqualTo(8);
  }

  private static Command.Result apply(ControlPlane plane, String objects) {
    return plane.kubectlWithInput(objects, "apply", "--validate=ignore", "-f", "-");
  }

  private static CustomResourceDefinition lax(CustomResourceDefinition crd) {
    return crd.edit()
        .editSpec()
        .editFirstVersion()
        .withSelectableFields()
        .editSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }

  private static void replaceSchema(KubernetesClient client, CustomResourceDefinition crd) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd.getMetadata().getName())
        .edit(current -> current.edit().withSpec(crd.getSpec()).build());
  }
}
