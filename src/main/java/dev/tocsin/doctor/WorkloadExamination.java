package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;

/** Whether the pods of sensor and operator run. */
final class WorkloadExamination implements Examination {
  private final ClusterReader reader;
  private final String namespace;

  WorkloadExamination(ClusterReader reader, String namespace) {
    this.reader = reader;
    this.namespace = namespace;
  }

  @Override
  public List<Diagnosis> examine() {
    List<Diagnosis> said =
        new ArrayList<>(
            reader.ask(
                "sensors", client -> ClusterReader.sensors(client, namespace), this::judgeSensors));
    said.addAll(
        reader.ask(
            "operator",
            client -> ClusterReader.operators(client, namespace),
            this::judgeOperators));
    return said;
  }

  private List<Diagnosis> judgeSensors(List<DaemonSet> found) {
    return found.isEmpty()
        ? List.of(missing("sensors", "DaemonSet"))
        : found.stream()
            .map(
                each ->
                    Replicas.of(each)
                        .judge(
                            "sensors",
                            "a node without a ready sensor is not watched",
                            "kubectl describe pods -n %s -l"
                                + " app.kubernetes.io/component=sensor' and 'kubectl logs -n"
                                + " %1$s daemonset/%s"))
            .toList();
  }

  private List<Diagnosis> judgeOperators(List<Deployment> found) {
    return found.isEmpty()
        ? List.of(missing("operator", "Deployment"))
        : found.stream()
            .map(
                each ->
                    Replicas.of(each)
                        .judge(
                            "operator",
                            "without one no alert is stored",
                            "kubectl logs -n %s deployment/%s"))
            .toList();
  }

  private Diagnosis missing(String subject, String kind) {
    return Diagnosis.problem(
        subject,
        "no " + kind + " of Tocsin is in the namespace " + namespace,
        "Name its namespace with --system-namespace ('helm list -A' shows it), or install it: 'helm"
            + " install tocsin helm/tocsin -n "
            + namespace
            + " --create-namespace --set image.repository=REPOSITORY'.");
  }
}
