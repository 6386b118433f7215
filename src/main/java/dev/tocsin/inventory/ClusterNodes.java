package dev.tocsin.inventory;

import dev.tocsin.kubernetes.Feed;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The nodes that a label selector takes, with their labels, as they come and go. Thread safe. */
public final class ClusterNodes implements NodeSource {
  private static final long PAGE = 500;

  private final Map<String, Map<String, String>> nodes = new ConcurrentSkipListMap<>();
  private final Feed<Node> feed;

  /**
   * @param client may list and watch nodes; stays open
   * @param selector as {@code kubectl get nodes -l} takes it
   */
  public ClusterNodes(KubernetesClient client, String selector) {
    this.feed =
        new Feed<>(
            "nodes",
            client.nodes().withLabelSelector(selector).withLimit(PAGE),
            new ReducedStore<>(Node::new, new Listener()));
  }

  /** Begins to listen; until the API server can be reached, it goes on trying. */
  @Override
  public void start() {
    var unused = feed.start();
  }

  /** Name to labels, in the order of names. */
  @Override
  public Map<String, Map<String, String>> all() {
    return Collections.unmodifiableMap(nodes);
  }

  /** Empty while every change is observed; else what is not, and why. */
  @Override
  public String problem() {
    return feed.problem();
  }

  @Override
  public void close() {
    feed.close();
  }

  private final class Listener implements ReducedStore.Listener<Node> {
    @Override
    public void put(Node node) {
      nodes.put(node.getMetadata().getName(), PodReader.strings(node.getMetadata().getLabels()));
    }

    @Override
    public void removed(ReducedStore.Reference node) {
      nodes.remove(node.name());
    }
  }
}
