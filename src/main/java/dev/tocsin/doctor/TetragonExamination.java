package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether Tetragon runs on the nodes, by the labels of its chart, and what it is to trace. */
final class TetragonExamination implements Examination {
  private static final String SUBJECT = "Tetragon";
  private static final String TRACING = "tracing policies";
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "tetragon", "app.kubernetes.io/component", "agent");
  private static final String INSTALL =
      "'helm install tetragon cilium/tetragon -n kube-system', or see which DaemonSet is yours:"
          + " 'kubectl get daemonsets -A'.";

  private final ClusterReader reader;

  TetragonExamination(ClusterReader reader) {
    this.reader = reader;
  }

  @Override
  public List<Diagnosis> examine() {
    List<Diagnosis> said =
        new ArrayList<>(
            reader.ask(
                SUBJECT,
                client ->
                    client
                        .apps()
                        .daemonSets()
                        .inAnyNamespace()
                        .withLabel("app.kubernetes.io/name", "tetragon")
                        .list()
                        .getItems(),
                TetragonExamination::judge));
    said.addAll(
        reader.ask(
            TRACING,
            client ->
                tracingPolicies(
                    () ->
                        client
                            .genericKubernetesResources(type("TracingPolicy", "tracingpolicies"))
                            .list()),
            TetragonExamination::judgeTracing));
    return said;
  }

  /** Empty for a cluster without the type. */
  private static Optional<Integer> tracingPolicies(
      Supplier<GenericKubernetesResourceList> request) {
    try {
      return Optional.of(request.get().getItems().size());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ResourceDefinitionContext type(String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("cilium.io")
        .withVersion("v1alpha1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(false)
        .build();
  }

  private static List<Diagnosis> judge(List<DaemonSet> daemonSets) {
    List<Diagnosis> said = new ArrayList<>();
    for (DaemonSet each : daemonSets) {
      Map<String, String> pods = each.getSpec().getTemplate().getMetadata().getLabels();
      if (pods != null && pods.entrySet().containsAll(LABELS.entrySet())) {
        said.add(
            Replicas.of(each)
                .judge(
                    SUBJECT,
                    "without it Tocsin sees nothing on a node",
                    "kubectl describe daemonset -n %s %s"));
      }
    }
    if (said.isEmpty()) {
      said.add(
          Diagnosis.warning(
              SUBJECT,
              "no DaemonSet has the labels of Tetragon's chart",
              "Install it: " + INSTALL));
    }
    return said;
  }

  private static List<Diagnosis> judgeTracing(Optional<Integer> count) {
    return List.of(
        count.isEmpty()
            ? Diagnosis.problem(
                TRACING,
                "the cluster does not have the type TracingPolicy",
                "Start Tetragon once, which makes it: " + INSTALL)
            : count.get() == 0
                ? Diagnosis.warning(
                    TRACING,
                    "there is none: only starts and ends of processes are seen",
                    "Apply those that come with the policies: 'kubectl apply -R -f"
                        + " config/tracing'.")
                : Diagnosis.ok(TRACING, count.get() + " in the cluster"));
  }
}
