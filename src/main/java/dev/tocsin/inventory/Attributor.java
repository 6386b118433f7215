package dev.tocsin.inventory;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Attribution.Source;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.event.Pod.Workload;
import dev.tocsin.event.PodView;
import dev.tocsin.event.ProcessView;
import org.jspecify.annotations.Nullable;

/**
 * Says where an event belongs: by the container id of its process, else by the uid (before Tetragon
 * 1.6: the name) of the pod that the agent named. An event without both is the host's, one without
 * a process, such as process_throttle, too.
 *
 * <p>For one thread. Every method throws {@link MalformedEventException} for a broken event.
 */
public final class Attributor {
  private final Inventory inventory;

  public Attributor(Inventory inventory) {
    this.inventory = inventory;
  }

  /** HOST or LIVE; null when the event is of a pod that the inventory does not know (yet). */
  @Nullable Attribution find(Event event) {
    ProcessView process = event.process();
    PodView agent = process.pod();
    String id = process.docker();
    if (id.isEmpty()) {
      if (!agent.present()) {
        return host(event);
      }
      id = agent.containerId();
    }
    Attribution container = inventory.container(id);
    if (container != null) {
      return withNode(container, event);
    }
    if (!agent.present()) {
      return null;
    }
    KnownPod pod = inventory.pod(agent.uid(), agent.namespace(), agent.name());
    if (pod == null) {
      return null;
    }
    // The pod's status does not name the container yet: it has just started.
    return withNode(inventory.putStarting(pod, starting(pod, agent, id)), event);
  }

  /**
   * Never null: where the pod is not known, what the agent says of it (AGENT), and where that is
   * nothing, UNKNOWN, with no more than the container's id.
   */
  public Attribution settle(Event event) {
    Attribution found = find(event);
    if (found != null) {
      return found;
    }
    ProcessView process = event.process();
    PodView agent = process.pod();
    Node node = host(event).node();
    if (agent.present()) {
      return new Attribution(
          Source.AGENT, agentsPod(agent, node), agentsContainer(agent, process.docker()), node);
    }
    Container container = Container.builder().id(process.docker()).build();
    return new Attribution(Source.UNKNOWN, Pod.NONE, container, node);
  }

  private Attribution host(Event event) {
    String name = event.node();
    Attribution known = inventory.host(name);
    if (known != null) {
      return known;
    }
    Node node = new Node(name, PodReader.strings(event.nodeLabels()));
    inventory.putIfAbsent(node);
    return new Attribution(Source.HOST, Pod.NONE, Container.NONE, node);
  }

  /**
   * Where no Node object is known (a file of pods alone), the agent's own labels of its node stand
   * in.
   */
  private Attribution withNode(Attribution live, Event event) {
    if (!live.node().labels().isEmpty()) {
      return live;
    }
    Node node = host(event).node();
    String name = live.node().name();
    boolean better = node != live.node() && (name.isEmpty() || name.equals(node.name()));
    return better ? new Attribution(live.source(), live.pod(), live.container(), node) : live;
  }

  /** What the pod's specification says of the container, completed by the agent. */
  private static Container starting(KnownPod pod, PodView agent, String docker) {
    Container said = agentsContainer(agent, docker);
    for (Container container : pod.containers()) {
      if (container.name().equals(said.name())) {
        return said.toBuilder()
            .image(container.image())
            .privileged(container.privileged())
            .init(container.init())
            .build();
      }
    }
    return said;
  }

  private static Container agentsContainer(PodView agent, String docker) {
    String id = agent.containerId();
    return Container.builder()
        .name(agent.containerName())
        .id(id.isEmpty() ? docker : id)
        .image(agent.image())
        .imageID(agent.imageId())
        .startTimeNanos(agent.containerStartTimeNanos())
        .privileged(agent.privileged())
        .build();
  }

  private Pod agentsPod(PodView agent, Node node) {
    return Pod.builder()
        .namespace(agent.namespace())
        .name(agent.name())
        .uid(agent.uid())
        .labels(agent.labels())
        .annotations(agent.annotations())
        .workload(new Workload(agent.workloadKind(), agent.workload()))
        .node(node.name())
        .namespaceLabels(inventory.namespaceLabels(agent.namespace()))
        .build();
  }
}
