package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Whether the one who asks has some rights. */
final class OwnRightsExamination implements Examination {
  private final ClusterReader reader;
  private final String subject;
  private final List<Right> rights;
  private final String remedy;

  OwnRightsExamination(ClusterReader reader, String subject, List<Right> rights, String remedy) {
    this.reader = reader;
    this.subject = subject;
    this.rights = rights;
    this.remedy = remedy;
  }

  @Override
  public List<Diagnosis> examine() {
    return reader.ask(
        subject,
        client -> Right.missing(rights, asked -> isAllowed(client, asked)),
        missing -> List.of(judge(missing)));
  }

  private static boolean isAllowed(KubernetesClient client, ResourceAttributes asked) {
    SelfSubjectAccessReview review =
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withResourceAttributes(asked)
                    .endSpec()
                    .build());
    return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
  }

  private Diagnosis judge(List<String> missing) {
    return missing.isEmpty()
        ? Diagnosis.ok(subject, "the rights that were looked at are there")
        : Diagnosis.warning(
            subject,
            "not allowed (in all namespaces, where none is named): " + String.join(", ", missing),
            remedy);
  }
}
