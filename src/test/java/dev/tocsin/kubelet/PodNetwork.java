package dev.tocsin.kubelet;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.MissingTools;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of pods: a bridge of this machine, and a network namespace for each pod. Needs root
 * and {@code ip} of iproute2. Addresses are {@code 10.88.NETWORK.HOST}.
 */
final class PodNetwork implements AutoCloseable {
  private static final int NETWORKS = 250;
  private static final int FIRST_POD = 50;

  private final int network;
  private final List<Place> places = new ArrayList<>();
  private int hosts = 1;

  private PodNetwork(int network) {
    this.network = network;
  }

  /** One that no other test of this machine has; skips the test where there is no {@code ip}. */
  static PodNetwork createOrSkip() {
    if (Command.run(List.of("sh", "-c", "command -v ip"), "").exitCode() != 0) {
      throw MissingTools.skip("ip", "Pods get a network of their own: install iproute2.");
    }
    for (int network = 1; network <= NETWORKS; network++) {
      PodNetwork created = new PodNetwork(network);
      if (Command.run(List.of("ip", "link", "add", created.bridge(), "type", "bridge"), "")
              .exitCode()
          == 0) {
        created.addAddress(1);
        ip("link", "set", created.bridge(), "up");
        return created;
      }
    }
    throw new IllegalStateException(
        "no bridge can be made: "
            + Command.run(List.of("ip", "link", "add", "tocsin-0", "type", "bridge"), "").err());
  }

  /** Where this machine is for pods. */
  String gateway() {
    return address(1);
  }

  /** One more address of this machine: that of a node. */
  String addNode() {
    addAddress(++hosts);
    return address(hosts);
  }

  /**
   * A pod's own network.
   *
   * @param link this machine's end of the pod's cable
   */
  record Place(String namespace, String link, String address) {}

  /** A new place on the network, with a loopback of its own. */
  Place addPod() {
    int host = FIRST_POD + places.size();
    String namespace = bridge() + "-" + host;
    String link = "t" + network + "-" + host;
    Place place = new Place(namespace, link, address(host));
    ip("netns", "add", namespace);
    places.add(place);
    ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("link", "set", link, "master", bridge(), "up");
    ip("-n", namespace, "address", "add", address(host) + "/24", "dev", "eth0");
    ip("-n", namespace, "link", "set", "eth0", "up");
    ip("-n", namespace, "link", "set", "lo", "up");
    return place;
  }

  private void addAddress(int host) {
    ip("address", "add", address(host) + "/24", "dev", bridge());
  }

  private String bridge() {
    return "tocsin-" + network;
  }

  private String address(int host) {
    return "10.88." + network + "." + host;
  }

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Command.run(command, "").orFail();
  }

  /** Links first: those of a namespace that is deleted are there for a while longer. */
  @Override
  public void close() {
    places.forEach(
        place -> {
          ip("link", "delete", place.link());
          ip("netns", "delete", place.namespace());
        });
    ip("link", "delete", bridge());
  }
}
