package dev.tocsin.inventory;

import dev.tocsin.kubernetes.Feed;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the Tetragon agents of a cluster by the labels of their pods, so that each node's agent can
 * be dialled at its host's address.
 *
 * <p>An agent is reported once its pod is ready, and gone once no pod of it is left on its node. A
 * pod that stops being ready in between stays: whoever reads from it reconnects anyway, and would
 * lose events by waiting for the next look at its readiness.
 */
public final class AgentDiscovery implements AutoCloseable {
  /** The labels of Tetragon's own chart. */
  public static final String DEFAULT_SELECTOR =
      "app.kubernetes.io/name=tetragon,app.kubernetes.io/component=agent";

  /**
   * @param hostIP of the node, where a host-network agent listens
   */
  public record Agent(String node, String hostIP) {}

  /** Observes agents, one at a time, on the informer's thread: must not block or throw. */
  public interface Listener {
    void added(Agent agent);

    void removed(Agent agent);
  }

  private final Listener listener;
  private final Feed<Pod> pods;

  /** By the uid of the pod; two pods of one node overlap during an update. */
  private final Map<String, Agent> agents = new HashMap<>();

  /**
   * @param namespace the only one that is looked at: who may label a pod elsewhere is not to choose
   *     what is dialled
   * @param selector in the syntax of {@code kubectl get pods -l}
   */
  public AgentDiscovery(
      KubernetesClient client, String namespace, String selector, Listener listener) {
    this.listener = listener;
    this.pods =
        new Feed<>(
            "agent pods",
            client.pods().inNamespace(namespace).withLabelSelector(selector),
            new ReducedStore<>(Pod::new, new PodListener()));
  }

  /** Completes when those that are ready now have been reported. */
  public CompletableFuture<Void> start() {
    return pods.start();
  }

  /** Empty while changes are observed; else why not. */
  public String problem() {
    return pods.problem();
  }

  @Override
  public void close() {
    pods.close();
  }

  private final class PodListener implements ReducedStore.Listener<Pod> {
    @Override
    public void put(Pod pod) {
      String uid = pod.getMetadata().getUid();
      PodStatus status = pod.getStatus();
      if (status == null) {
        return;
      }
      if (isOver(status)) {
        forget(uid);
      } else if (isReady(status)) {
        report(uid, new Agent(pod.getSpec().getNodeName(), status.getHostIP()));
      }
    }

    @Override
    public void removed(ReducedStore.Reference pod) {
      forget(pod.uid());
    }

    private void report(String uid, Agent agent) {
      if (agent.equals(agents.get(uid))) {
        return;
      }
      forget(uid);
      boolean first = !agents.containsValue(agent);
      agents.put(uid, agent);
      if (first) {
        listener.added(agent);
      }
    }

    private void forget(String uid) {
      Agent agent = agents.remove(uid);
      if (agent != null && !agents.containsValue(agent)) {
        listener.removed(agent);
      }
    }
  }

  /** A pod that was evicted, say: it is kept as an object but never runs again. */
  private static boolean isOver(PodStatus status) {
    return "Failed".equals(status.getPhase()) || "Succeeded".equals(status.getPhase());
  }

  private static boolean isReady(PodStatus status) {
    return status.getHostIP() != null
        && status.getConditions().stream()
            .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
  }
}
