package dev.tocsin.inventory;

import dev.tocsin.event.Node;
import dev.tocsin.kubernetes.Feed;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An {@link Inventory} that follows the API server: of the whole cluster, or of one node. Needs
 * list and watch on pods, nodes and namespaces. While the API server cannot be reached the
 * inventory answers from what it knew last.
 */
public final class LiveInventory implements AutoCloseable {

  /** A whole cluster is listed in pages, to decode no more than these at a time. */
  private static final long PAGE = 500;

  private final Inventory inventory;
  private final Feed<io.fabric8.kubernetes.api.model.Node> nodes;
  private final Feed<Namespace> namespaces;
  private final Feed<Pod> pods;

  private LiveInventory(
      InstantSource clock,
      Informable<io.fabric8.kubernetes.api.model.Node> nodes,
      Informable<Namespace> namespaces,
      Informable<Pod> pods) {
    this.inventory = new Inventory(clock);
    this.nodes =
        new Feed<>(
            "nodes",
            nodes,
            new ReducedStore<>(io.fabric8.kubernetes.api.model.Node::new, new NodeListener()));
    this.namespaces =
        new Feed<>(
            "namespaces", namespaces, new ReducedStore<>(Namespace::new, new NamespaceListener()));
    this.pods = new Feed<>("pods", pods, new ReducedStore<>(Pod::new, new PodListener()));
  }

  /** Of all pods of the cluster. */
  public static LiveInventory ofCluster(KubernetesClient client, InstantSource clock) {
    return new LiveInventory(
        clock,
        client.nodes().withLimit(PAGE),
        client.namespaces().withLimit(PAGE),
        client.pods().inAnyNamespace().withLimit(PAGE));
  }

  /**
   * Of the pods of one node. Lists from the API server's cache, because the sensors of all nodes
   * may start at once.
   */
  public static LiveInventory ofNode(KubernetesClient client, String node, InstantSource clock) {
    return new LiveInventory(
        clock,
        client.nodes().withField("metadata.name", node),
        client.namespaces(),
        client.pods().inAnyNamespace().withField("spec.nodeName", node));
  }

  /** Completes when everything is known; until the API server can be reached, it goes on trying. */
  public CompletableFuture<Void> start() {
    return nodes.start().thenCompose(n -> namespaces.start()).thenCompose(n -> pods.start());
  }

  /** Answers from the start, though with nothing before {@link #start} has completed. */
  public Inventory inventory() {
    return inventory;
  }

  /** Empty while every change is observed; else what is not, and why. */
  public String problem() {
    return Stream.of(nodes, namespaces, pods)
        .map(Feed::problem)
        .filter(problem -> !problem.isEmpty())
        .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    pods.close();
    namespaces.close();
    nodes.close();
  }

  private final class PodListener implements ReducedStore.Listener<Pod> {
    @Override
    public void put(Pod pod) {
      inventory.put(PodReader.read(pod));
    }

    @Override
    public void removed(ReducedStore.Reference pod) {
      inventory.removePod(pod.namespace(), pod.name(), pod.uid());
    }
  }

  private final class NodeListener
      implements ReducedStore.Listener<io.fabric8.kubernetes.api.model.Node> {
    @Override
    public void put(io.fabric8.kubernetes.api.model.Node node) {
      inventory.put(
          new Node(
              node.getMetadata().getName(), PodReader.strings(node.getMetadata().getLabels())));
    }

    @Override
    public void removed(ReducedStore.Reference node) {
      inventory.removeNode(node.name());
    }
  }

  private final class NamespaceListener implements ReducedStore.Listener<Namespace> {
    @Override
    public void put(Namespace namespace) {
      inventory.putNamespace(
          namespace.getMetadata().getName(),
          PodReader.strings(namespace.getMetadata().getLabels()));
    }

    @Override
    public void removed(ReducedStore.Reference namespace) {
      inventory.removeNamespace(namespace.name());
    }
  }
}
