package dev.tocsin.inventory;

import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod with its containers, as the inventory keeps it.
 *
 * @param containers every container that was ever seen to run, the newest instance of each first,
 *     and those of the specification that have not started yet (without an id)
 */
record KnownPod(Pod pod, List<Container> containers, Node node) {

  /**
   * Past instances of restarting containers that are remembered for their late events; the pod's
   * status itself only reports the last one.
   */
  private static final int PAST_CONTAINERS = 8;

  /** Unlike a uid, a name may be taken over by another pod; a pod from a file may have no uid. */
  String key() {
    return pod.uid().isEmpty() ? name() : pod.uid();
  }

  String name() {
    return name(pod.namespace(), pod.name());
  }

  static String name(String namespace, String name) {
    return namespace + "/" + name;
  }

  KnownPod at(Node newNode) {
    return new KnownPod(pod, containers, newNode);
  }

  KnownPod labelled(Map<String, String> namespaceLabels) {
    return new KnownPod(pod.toBuilder().namespaceLabels(namespaceLabels).build(), containers, node);
  }

  KnownPod with(Container container) {
    List<Container> all = new ArrayList<>();
    all.add(container);
    all.addAll(containers);
    return new KnownPod(pod, List.copyOf(all), node);
  }

  /** This version of the pod, which remembers the containers that only an older version names. */
  KnownPod remembering(KnownPod older) {
    List<Container> all = new ArrayList<>(containers);
    int past = 0;
    for (Container container : older.containers) {
      if (!container.id().isEmpty() && !names(container) && past < PAST_CONTAINERS) {
        all.add(container);
        past++;
      }
    }
    return new KnownPod(pod, List.copyOf(all), node);
  }

  private boolean names(Container other) {
    return containers.stream().anyMatch(container -> container.id().equals(other.id()));
  }
}
