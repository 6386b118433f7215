package dev.tocsin.event;

/**
 * Where an event belongs: the answer of {@code inventory}, given once, before any policy is
 * evaluated.
 */
public record Attribution(Source source, Pod pod, Container container, Node node) {

  /** How the answer came about. */
  public enum Source {
    /** A process outside any container. */
    HOST,
    /** Joined with the live pod. */
    LIVE,
    /** The API server does not know the pod (any more); the agent's own data stands in. */
    AGENT,
    /** In a container that nobody knows: no pod, and not the host either. */
    UNKNOWN
  }

  public boolean isHost() {
    return source == Source.HOST;
  }
}
