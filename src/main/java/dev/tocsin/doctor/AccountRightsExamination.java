package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the ServiceAccounts of sensor and operator may do what they have to do. */
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
          reader.ask(
              "rights of the " + component.lowerCase(),
              client ->
                  account(client, component)
                      .map(
                          account ->
                              judge(component, account, missing(client, component, account))),
              diagnosis -> diagnosis.map(List::of).orElse(List.of())));
    }
    return said;
  }

  private Optional<String> account(KubernetesClient client, Component component) {
    List<PodSpec> pods =
        switch (component) {
          case SENSOR ->
              client
                  .apps()
                  .daemonSets()
                  .inNamespace(namespace)
                  .withLabels(component.labels())
                  .list()
                  .getItems()
                  .stream()
                  .map(each -> each.getSpec().getTemplate().getSpec())
                  .toList();
          case OPERATOR ->
              client
                  .apps()
                  .deployments()
                  .inNamespace(namespace)
                  .withLabels(component.labels())
                  .list()
                  .getItems()
                  .stream()
                  .map(each -> each.getSpec().getTemplate().getSpec())
                  .toList();
        };
    return pods.stream()
        .findFirst()
        .map(pod -> pod.getServiceAccountName() == null ? "default" : pod.getServiceAccountName());
  }

  private List<String> missing(KubernetesClient client, Component component, String account) {
    List<String> missing = new ArrayList<>();
    for (Component.Right right : component.rights()) {
      for (String verb : right.verbs()) {
        SubjectAccessReview review =
            client.authorization().v1().subjectAccessReview().create(review(account, right, verb));
        if (review.getStatus() == null || !Boolean.TRUE.equals(review.getStatus().getAllowed())) {
          missing.add(verb + " " + right.resource());
        }
      }
    }
    return missing;
  }

  private SubjectAccessReview review(String account, Component.Right right, String verb) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser("system:serviceaccount:" + namespace + ":" + account)
        .withGroups(
            "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")
        .withResourceAttributes(right.attributes(verb))
        .endSpec()
        .build();
  }

  private Diagnosis judge(Component component, String account, List<String> missing) {
    String subject = "rights of the " + component.lowerCase();
    String who = "the ServiceAccount " + namespace + "/" + account;
    return missing.isEmpty()
        ? Diagnosis.ok(subject, who + " may do what it has to")
        : Diagnosis.problem(
            subject,
            who + " may not: " + String.join(", ", missing),
            "Let the chart make its roles (rbac.create=true), or bind the ClusterRole of"
                + " config/default/tocsin.yaml; 'kubectl auth can-i --list"
                + " --as=system:serviceaccount:"
                + namespace
                + ":"
                + account
                + "' shows what it may.");
  }
}
