package dev.tocsin.doctor;

import dev.tocsin.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;

/** What is looked at from anywhere, by the objects of the cluster. */
public final class ClusterExaminations {
  private static final List<Right> PEOPLE =
      List.of(
          Right.everywhere(ApiGroup.NAME, "detectionpolicies", "list"),
          Right.everywhere(ApiGroup.NAME, "securityalerts", "get", "list", "watch", "update"));

  private ClusterExaminations() {}

  /**
   * In the order in which one thing stands on another: the API server first.
   *
   * @param client stays open
   * @param namespace where Tocsin is installed
   * @param clock compared with the API server's
   */
  public static List<Examination> of(
      KubernetesClient client, String namespace, InstantSource clock) {
    ClusterReader reader =
        new ClusterReader(
            client,
            "Run tocsin doctor as an administrator of the cluster, for example with --context.");
    return List.of(
        new ApiServerExamination(client, clock),
        new CrdExamination(reader),
        new TetragonExamination(reader),
        new WorkloadExamination(reader, namespace),
        new LeaderExamination(reader, namespace, clock),
        new AccountRightsExamination(reader, namespace),
        new OwnRightsExamination(
            reader,
            "your rights",
            PEOPLE,
            "Ask for the ClusterRoles tocsin-view and tocsin-triage, which 'kubectl create"
                + " clusterrolebinding' binds."),
        new WebhookExamination(reader, clock),
        new PolicyExamination(reader),
        new OutputExamination(reader));
  }
}
