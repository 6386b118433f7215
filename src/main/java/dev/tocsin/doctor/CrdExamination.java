package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.ArrayList;
import java.util.List;

/** Whether the cluster has Tocsin's types, in the version that this program speaks. */
final class CrdExamination implements Examination {
  private static final String SUBJECT = "types";
  private static final String GROUP = "tocsin.dev";
  private static final String VERSION = "v1alpha1";
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
        client -> client.apiextensions().v1().customResourceDefinitions().list().getItems(),
        CrdExamination::judge);
  }

  private static List<Diagnosis> judge(List<CustomResourceDefinition> present) {
    List<String> missing = new ArrayList<>(PLURALS);
    present.stream()
        .filter(crd -> crd.getSpec().getGroup().equals(GROUP))
        .filter(
            crd ->
                crd.getSpec().getVersions().stream()
                    .anyMatch(each -> each.getName().equals(VERSION) && each.getServed()))
        .forEach(crd -> missing.remove(crd.getSpec().getNames().getPlural()));
    return List.of(
        missing.isEmpty()
            ? Diagnosis.ok(SUBJECT, "all of " + GROUP + "/" + VERSION + " are served")
            : Diagnosis.problem(
                SUBJECT,
                "not served in " + GROUP + "/" + VERSION + ": " + String.join(", ", missing),
                "Apply the CRDs of this version: 'kubectl apply --server-side -f crds/'; Helm does"
                    + " not upgrade them."));
  }
}
