package dev.tocsin.inventory;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Attribution.Source;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods, nodes and namespaces of the cluster (or of one node), indexed for the join with events.
 *
 * <p>Readers take no lock and, for a container that is known, find a ready {@link Attribution}: it
 * is made when its pod, node or namespace changes, not per event, and the same instance answers
 * until the next change. Writers take turns.
 *
 * <p>Deleted pods stay for {@link #RETENTION}, because events come up to 30 s after the fact.
 */
public final class Inventory {
  /** How long a deleted pod is still joined with events. */
  public static final Duration RETENTION = Duration.ofMinutes(10);

  /** The most deleted pods that are kept; the longest deleted go first. */
  static final int MAX_DELETED = 10_000;

  /** Nodes that are known, before those that only events mention are no longer kept. */
  static final int MAX_LOGGED_HOSTS = 10_000;

  /** What Tetragon gives of a container id; unique in practice, it is 124 random bits. */
  private static final int ID_DIGITS = 31;

  /** Exports of old agents carry 15 digits; anything shorter is no container id. */
  private static final int FEWEST_ID_DIGITS = 15;

  private final InstantSource clock;

  /** By the first {@link #ID_DIGITS} of the container's id. */
  private final ConcurrentMap<String, Attribution> containers = new ConcurrentHashMap<>();

  /** By {@link KnownPod#key}. */
  private final ConcurrentMap<String, KnownPod> pods = new ConcurrentHashMap<>();

  /** From {@link KnownPod#name} to {@link KnownPod#key} of the newest pod of that name. */
  private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

  /** Of each node that is known, what is said about its own processes. */
  private final ConcurrentMap<String, Attribution> hosts = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Map<String, String>> namespaces = new ConcurrentHashMap<>();

  /** Keys of deleted pods and when to forget them, in that order. */
  private final LinkedHashMap<String, Instant> deleted = new LinkedHashMap<>();

  private volatile long version;

  /**
   * @param clock says when a deleted pod is to be forgotten
   */
  public Inventory(InstantSource clock) {
    this.clock = clock;
  }

  /** Grows with each change: as long as it stands still, an event that found no pod finds none. */
  public long version() {
    return version;
  }

  /** Pods that are known, deleted ones that are still remembered included. */
  public int size() {
    return pods.size();
  }

  /**
   * The container whose id begins with these digits.
   *
   * @param docker 31 hex digits; the whole id, or the 15 and more of old exports, will do
   */
  @Nullable Attribution container(String docker) {
    int digits = docker.length();
    if (digits >= ID_DIGITS) {
      Attribution found = containers.get(key(docker));
      return found != null && found.container().id().startsWith(docker) ? found : null;
    }
    if (digits < FEWEST_ID_DIGITS) {
      return null;
    }
    for (Map.Entry<String, Attribution> entry : containers.entrySet()) {
      if (entry.getKey().startsWith(docker)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /**
   * The pod of this uid; of this name where the agent is too old to report the uid.
   *
   * @param uid may be empty
   */
  @Nullable KnownPod pod(String uid, String namespace, String name) {
    if (!uid.isEmpty()) {
      return pods.get(uid);
    }
    String key = names.get(KnownPod.name(namespace, name));
    return key == null ? null : pods.get(key);
  }

  /** What is said about a process of that node outside any container. */
  @Nullable Attribution host(String node) {
    return hosts.get(node);
  }

  /** Empty while they are not known: the node may have some. */
  public Optional<Map<String, String>> nodeLabels(String node) {
    return Optional.ofNullable(host(node))
        .map(found -> found.node().labels())
        .filter(labels -> !labels.isEmpty());
  }

  /** Empty for a namespace that is not known. */
  Map<String, String> namespaceLabels(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of());
  }

  /** Takes a new version of a pod, or a new pod; labels of namespace and node come from here. */
  synchronized void put(KnownPod pod) {
    Attribution host = hosts.get(pod.node().name());
    KnownPod known = pod.labelled(namespaceLabels(pod.pod().namespace()));
    if (host != null) {
      known = known.at(host.node());
    }
    deleted.remove(known.key());
    names.put(known.name(), known.key());
    forgetOverdue();
    KnownPod older = pods.get(known.key());
    if (older != null) {
      known = known.remembering(older);
      if (known.equals(older)) {
        return; // most updates of a pod are about its conditions
      }
      forgetContainersMissingFrom(known, older);
    }
    publish(known);
    version++;
  }

  /**
   * Takes a container from the agent's word before the pod's status names it, so that events
   * without such a word are joined too. Tetragon sends some before it has looked the pod up.
   */
  synchronized Attribution putStarting(KnownPod pod, Container container) {
    Attribution starting = new Attribution(Source.LIVE, pod.pod(), container, pod.node());
    KnownPod current = pods.get(pod.key());
    if (current == null || container.id().length() <= ID_DIGITS) {
      return starting; // the beginning of an id could not be distinguished from the id in the
      // status
    }
    publish(current.with(container));
    version++;
    return containers.getOrDefault(key(container.id()), starting);
  }

  /**
   * @param uid may be empty
   */
  synchronized void removePod(String namespace, String name, String uid) {
    String key = uid.isEmpty() ? KnownPod.name(namespace, name) : uid;
    if (pods.containsKey(key)) {
      deleted.putIfAbsent(key, clock.instant().plus(RETENTION));
    }
    forgetOverdue();
  }

  synchronized void put(Node node) {
    Attribution before = hosts.get(node.name());
    if (before != null && before.node().equals(node)) {
      return;
    }
    hosts.put(node.name(), new Attribution(Source.HOST, Pod.NONE, Container.NONE, node));
    for (KnownPod known : pods.values()) {
      if (known.pod().node().equals(node.name())) {
        publish(known.at(node));
      }
    }
    version++;
  }

  /**
   * Takes a node from the agent's own word, unless the API server knows better. Hosts that send
   * syslog call themselves what they like: when there are too many names, further ones are not
   * kept.
   */
  synchronized void putIfAbsent(Node node) {
    Attribution before = hosts.get(node.name());
    if (before == null && hosts.size() >= MAX_LOGGED_HOSTS) {
      return;
    }
    if (before == null || before.node().labels().isEmpty()) {
      put(node);
    }
  }

  /** Its pods keep the labels that it had. */
  synchronized void removeNode(String name) {
    hosts.remove(name);
  }

  synchronized void putNamespace(String name, Map<String, String> labels) {
    if (labels.equals(namespaces.put(name, labels))) {
      return;
    }
    for (KnownPod known : pods.values()) {
      if (known.pod().namespace().equals(name)) {
        publish(known.labelled(labels));
      }
    }
    version++;
  }

  /** Its pods keep the labels that it had. */
  synchronized void removeNamespace(String name) {
    namespaces.remove(name);
  }

  private void publish(KnownPod known) {
    pods.put(known.key(), known);
    for (Container container : known.containers()) {
      if (!container.id().isEmpty()) {
        containers.put(
            key(container.id()),
            new Attribution(Source.LIVE, known.pod(), container, known.node()));
      }
    }
  }

  private void forgetContainersMissingFrom(KnownPod known, KnownPod older) {
    for (Container container : older.containers()) {
      if (known.containers().stream().noneMatch(kept -> kept.id().equals(container.id()))) {
        containers.remove(key(container.id()));
      }
    }
  }

  private void forgetOverdue() {
    if (deleted.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Iterator<Map.Entry<String, Instant>> oldestFirst = deleted.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<String, Instant> entry = oldestFirst.next();
      if (deleted.size() <= MAX_DELETED && entry.getValue().isAfter(now)) {
        return;
      }
      oldestFirst.remove();
      KnownPod known = pods.remove(entry.getKey());
      if (known != null) {
        names.remove(known.name(), known.key());
        known.containers().forEach(container -> containers.remove(key(container.id())));
      }
    }
  }

  private static String key(String containerId) {
    return containerId.length() <= ID_DIGITS ? containerId : containerId.substring(0, ID_DIGITS);
  }
}
