package dev.tocsin.engine.fair;

import dev.tocsin.event.Attribution;

/**
 * Whose doing it is that something takes room. Who is watched chooses texts, and so keys; but not
 * which pod the kernel saw.
 *
 * @param realm what shares first: a namespace, or a node. {@code ""}: the hosts
 * @param name within the realm: a pod, or the processes of a host
 */
public record Contributor(String realm, String name) {
  /** Containers that nobody knows; no namespace is called so. */
  private static final String UNKNOWN = "?";

  /** Where the pods of one node, or all there are, share: namespaces first, then their pods. */
  public static Contributor of(Attribution where) {
    return where.pod().present()
        ? new Contributor(where.pod().namespace(), where.pod().name())
        : new Contributor(where.isHost() ? "" : UNKNOWN, where.node().name());
  }

  /** Where nodes share what each of them reports: nodes first, then their pods. */
  public static Contributor onNode(String node, Attribution where) {
    return new Contributor(
        node,
        where.pod().present()
            ? where.pod().namespace() + "/" + where.pod().name()
            : where.isHost() ? "" : UNKNOWN);
  }
}
