package dev.tocsin.doctor;

import dev.tocsin.source.TetragonTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What is looked at from within the pod of a sensor. */
public final class NodeExaminations {
  private NodeExaminations() {}

  /**
   * What a sensor is given.
   *
   * @param namespace where Tocsin is installed
   * @param metrics empty when it reads none
   * @param data directory that survives a restart
   * @param health the sensor's own address, {@code http://localhost:9464}
   */
  public record Node(
      String namespace, TetragonTarget target, Optional<URI> metrics, Path data, URI health) {}

  /**
   * @param client stays open
   * @param clock compared with the API server's
   */
  public static List<Examination> of(KubernetesClient client, Node node, InstantSource clock) {
    return List.of(
        new ApiServerExamination(client, clock),
        new OwnRightsExamination(
            new ClusterReader(
                client,
                "Run tocsin doctor outside of the cluster, as its administrator: it says what this"
                    + " ServiceAccount may not."),
            "rights of the sensor",
            Component.SENSOR.rights(node.namespace()),
            "Let the chart make its roles: rbac.create=true."),
        new KernelExamination(Path.of("/sys/kernel/btf/vmlinux"), System.getProperty("os.version")),
        new AgentExamination(node.target()),
        new LossCountersExamination(node.metrics()),
        new SpoolExamination(node.data()),
        new SensorExamination(node.health()));
  }
}
