package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** Whether the one who asks may do something, in all namespaces. */
final class OwnRightsExamination implements Examination {
  private final ClusterReader reader;
  private final String subject;
  private final List<Component.Right> rights;
  private final String remedy;

  OwnRightsExamination(
      ClusterReader reader, String subject, List<Component.Right> rights, String remedy) {
    this.reader = reader;
    this.subject = subject;
    this.rights = rights;
    this.remedy = remedy;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(subject, this::missing, this::judge);
  }

  private List<String> missing(KubernetesClient client) {
    List<String> missing = new ArrayList<>();
    for (Component.Right right : rights) {
      for (String verb : right.verbs()) {
        SelfSubjectAccessReview review =
            client
                .authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(
                    new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withResourceAttributes(right.attributes(verb))
                        .endSpec()
                        .build());
        if (review.getStatus() == null || !Boolean.TRUE.equals(review.getStatus().getAllowed())) {
          missing.add(verb + " " + right.resource());
        }
      }
    }
    return missing;
  }

  private List<Diagnosis> judge(List<String> missing) {
    return List.of(
        missing.isEmpty()
            ? Diagnosis.ok(subject, "all that is needed is allowed in all namespaces")
            : Diagnosis.warning(
                subject, "not allowed in all namespaces: " + String.join(", ", missing), remedy));
  }
}
