package dev.tocsin.endtoend;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.source.Recordings;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;

/** The node and the pods that the recordings are about, as objects of an API server. */
public final class RecordedWorkloads {
  private static final String NODE = "lab-node-1";

  private RecordedWorkloads() {}

  /** Creates them, with the status that a kubelet would have given them. */
  public static void create(KubernetesClient client) {
    if (client.nodes().withName(NODE).get() == null) {
      client
          .resource(new NodeBuilder().withNewMetadata().withName(NODE).endMetadata().build())
          .create();
    }
    for (Pod pod : pods()) {
      createNamespace(client, pod.getMetadata().getNamespace());
      create(client, pod);
    }
  }

  /**
   * Creates some of the pods, each on a node that exists, of no owner: the owners do not exist, and
   * a garbage collector would take the pods with them.
   *
   * @param nodes name of a pod to name of its node
   */
  public static void createOn(KubernetesClient client, Map<String, String> nodes) {
    for (Pod pod : pods()) {
      String node = nodes.get(pod.getMetadata().getName());
      if (node != null) {
        createNamespace(client, pod.getMetadata().getNamespace());
        create(
            client,
            new PodBuilder(pod)
                .editMetadata()
                .withOwnerReferences(List.of())
                .endMetadata()
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .build());
      }
    }
  }

  /** Creates the namespace, and what pods need to be admitted there, unless it exists. */
  public static void createNamespace(KubernetesClient client, String name) {
    if (client.namespaces().withName(name).get() == null) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    try {
      client
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withNamespace(name)
                  .withName("default")
                  .endMetadata()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      // It exists, perhaps since the controller manager was faster.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  static void create(KubernetesClient client, Pod recorded) {
    PodStatus status = recorded.getStatus();
    Pod created =
        client
            .resource(
                new PodBuilder(recorded)
                    .editMetadata()
                    .withResourceVersion(null)
                    .withUid(null)
                    .withCreationTimestamp(null)
                    .endMetadata()
                    .withStatus(null)
                    .build())
            .create();
    created.setStatus(status);
    client.resource(created).updateStatus();
  }

  static List<Pod> pods() {
    try {
      return new ObjectMapper()
          .readValue(
              Recordings.directory().resolve("pods.json").toFile(),
              new TypeReference<List<Pod>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
