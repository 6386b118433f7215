package dev.tocsin.doctor;

import dev.tocsin.api.v1alpha1.AlertOutput;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the ServiceAccounts of sensor and operator have the rights that they need. */
final class AccountRightsExamination implements Examination {
  private final ClusterReader reader;
  private final String namespace;

  AccountRightsExamination(ClusterReader reader, String namespace) {
    this.reader = reader;
    this.namespace = namespace;
  }

  /** A component that is not installed has no account: that is said elsewhere. */
  @Override
  public List<Diagnosis> examine() {
    List<Diagnosis> said = new ArrayList<>();
    for (Component component : Component.values()) {
      said.addAll(
          examine(
              "rights of the " + component.lowerCase(),
              component,
              component.rights(namespace),
              "every installation",
              "Let the chart make its roles (rbac.create=true), or bind those of"
                  + " config/default/tocsin.yaml"));
    }
    said.addAll(
        reader.ask(
            "rights for outputs",
            AccountRightsExamination::hasOutputs,
            hasOutputs ->
                hasOutputs
                    ? examine(
                        "rights for outputs",
                        Component.OPERATOR,
                        Component.rightsForOutputs(),
                        "every output",
                        "Let the chart make them: outputs.enabled=true")
                    : List.of()));
    return said;
  }

  private static boolean hasOutputs(KubernetesClient client) {
    return !client
        .resources(AlertOutput.class)
        .inAnyNamespace()
        .list(new ListOptionsBuilder().withLimit(1L).build())
        .getItems()
        .isEmpty();
  }

  /**
   * @param needing what all of them are for
   */
  private List<Diagnosis> examine(
      String subject, Component component, List<Right> rights, String needing, String remedy) {
    return reader.ask(
        subject,
        client ->
            account(client, component)
                .map(
                    account ->
                        judge(
                            subject,
                            account,
                            Right.missing(rights, asked -> isAllowed(client, account, asked)),
                            needing,
                            remedy)),
        diagnosis -> diagnosis.map(List::of).orElse(List.of()));
  }

  private Optional<String> account(KubernetesClient client, Component component) {
    Stream<PodSpec> pods =
        switch (component) {
          case SENSOR ->
              ClusterReader.sensors(client, namespace).stream()
                  .map(each -> each.getSpec().getTemplate().getSpec());
          case OPERATOR ->
              ClusterReader.operators(client, namespace).stream()
                  .map(each -> each.getSpec().getTemplate().getSpec());
        };
    return pods.findFirst()
        .map(pod -> pod.getServiceAccountName() == null ? "default" : pod.getServiceAccountName());
  }

  private boolean isAllowed(KubernetesClient client, String account, ResourceAttributes asked) {
    SubjectAccessReview review =
        client
            .authorization()
            .v1()
            .subjectAccessReview()
            .create(
                new SubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withUser("system:serviceaccount:" + namespace + ":" + account)
                    .withGroups(
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + namespace,
                        "system:authenticated")
                    .withResourceAttributes(asked)
                    .endSpec()
                    .build());
    return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
  }

  private Diagnosis judge(
      String subject, String account, List<String> missing, String needing, String remedy) {
    String who = "the ServiceAccount " + namespace + "/" + account;
    return missing.isEmpty()
        ? Diagnosis.ok(subject, who + " has the rights that " + needing + " needs")
        : Diagnosis.problem(
            subject,
            who + " may not: " + String.join(", ", missing),
            remedy
                + "; 'kubectl auth can-i --list --as=system:serviceaccount:"
                + namespace
                + ":"
                + account
                + "' shows what it may.");
  }
}
