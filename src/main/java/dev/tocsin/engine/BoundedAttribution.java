package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an event belongs, as far as a finding says it: whoever makes a pod chooses its labels,
 * annotations and owners, up to what one object of the API server holds. Annotations are left out:
 * a group that needs one has its value.
 */
final class BoundedAttribution {
  static final int LABELS = 64;
  static final int OWNERS = 16;

  /** What Kubernetes allows for the key and the value of a label, in bytes. */
  private static final int LABEL_KEY = 317;

  private static final int LABEL_VALUE = 63;

  private BoundedAttribution() {}

  static Attribution of(Attribution where) {
    return new Attribution(
        where.source(), pod(where.pod()), container(where.container()), node(where.node()));
  }

  private static Pod pod(Pod pod) {
    return Pod.builder()
        .namespace(Excerpts.plain(pod.namespace()))
        .name(Excerpts.plain(pod.name()))
        .uid(Excerpts.plain(pod.uid()))
        .serviceAccount(Excerpts.plain(pod.serviceAccount()))
        .labels(labels(pod.labels()))
        .workload(
            new Pod.Workload(
                Excerpts.plain(pod.workload().kind()), Excerpts.plain(pod.workload().name())))
        .hostNetwork(pod.hostNetwork())
        .hostPID(pod.hostPID())
        .node(Excerpts.plain(pod.node()))
        .owners(owners(pod.owners()))
        .namespaceLabels(labels(pod.namespaceLabels()))
        .build();
  }

  private static Container container(Container container) {
    return container.toBuilder()
        .name(Excerpts.plain(container.name()))
        .id(Excerpts.plain(container.id()))
        .image(Excerpts.plain(container.image()))
        .imageID(Excerpts.plain(container.imageID()))
        .build();
  }

  private static Node node(Node node) {
    return new Node(Excerpts.plain(node.name()), labels(node.labels()));
  }

  private static List<Pod.Owner> owners(List<Pod.Owner> owners) {
    return owners.stream()
        .limit(OWNERS)
        .map(
            owner ->
                new Pod.Owner(
                    Excerpts.plain(owner.apiVersion()),
                    Excerpts.plain(owner.kind()),
                    Excerpts.plain(owner.name()),
                    Excerpts.plain(owner.uid()),
                    owner.controller()))
        .toList();
  }

  /** Those that fit are nearly all there are: they are not copied. */
  private static Map<String, String> labels(Map<String, String> labels) {
    if (labels.size() <= LABELS && labels.entrySet().stream().allMatch(BoundedAttribution::fits)) {
      return labels;
    }
    Map<String, String> bounded = new LinkedHashMap<>();
    labels.entrySet().stream()
        .limit(LABELS)
        .forEach(
            label ->
                bounded.put(
                    Text.cutToBytes(label.getKey(), LABEL_KEY),
                    Text.cutToBytes(label.getValue(), LABEL_VALUE)));
    return Collections.unmodifiableMap(bounded);
  }

  private static boolean fits(Map.Entry<String, String> label) {
    return Text.fits(label.getKey(), LABEL_KEY) && Text.fits(label.getValue(), LABEL_VALUE);
  }
}
