package dev.tocsin.doctor;

import dev.tocsin.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Whether the cluster has Tocsin's types, in the version that this program speaks. */
final class CrdExamination implements Examination {
  private static final String SUBJECT = "types";
  private static final List<String> PLURALS =
      List.of(
          "detectionpolicies",
          "detectionexceptions",
          "securityalerts",
          "alertoutputs",
          "alertsilences");

  private final ClusterReader reader;

  CrdExamination(ClusterReader reader) {
    this.reader = reader;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(
        SUBJECT,
        client -> PLURALS.stream().filter(plural -> !isServed(client, plural)).toList(),
        missing -> List.of(judge(missing)));
  }

  private static boolean isServed(KubernetesClient client, String plural) {
    CustomResourceDefinition crd =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(plural + "." + ApiGroup.NAME)
            .get();
    return crd != null
        && crd.getSpec().getVersions().stream()
            .anyMatch(each -> each.getName().equals(ApiGroup.VERSION) && each.getServed());
  }

  private static Diagnosis judge(List<String> missing) {
    String version = ApiGroup.NAME + "/" + ApiGroup.VERSION;
    return missing.isEmpty()
        ? Diagnosis.ok(SUBJECT, "all of " + version + " are served")
        : Diagnosis.problem(
            SUBJECT,
            "not served in " + version + ": " + String.join(", ", missing),
            "Apply the CRDs of this version: 'kubectl apply --server-side -f crds/'; Helm does"
                + " not upgrade them.");
  }
}
