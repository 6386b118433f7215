package dev.tocsin.transport.server;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The streams that are open, at most one for each node, and whether there may be any. For any
 * thread.
 */
final class Streams {
  private final ConcurrentHashMap<String, SensorStream> byNode = new ConcurrentHashMap<>();
  private final Consumer<String> disconnected;
  private volatile Role role = new Role.Following("");

  private sealed interface Role {
    record Leading() implements Role {}

    /**
     * @param leader {@code ""} when not known
     */
    record Following(String leader) implements Role {}

    record Stopping() implements Role {}
  }

  /**
   * @param disconnected called with a node that has no stream any more
   */
  Streams(Consumer<String> disconnected) {
    this.disconnected = disconnected;
  }

  /** Why no stream can be opened here now. */
  Optional<Status> refusal() {
    return switch (role) {
      case Role.Leading() -> Optional.empty();
      case Role.Following(String leader) -> Optional.of(notLeading(leader));
      case Role.Stopping() ->
          Optional.of(Status.UNAVAILABLE.withDescription("this replica is stopping"));
    };
  }

  private static Status notLeading(String leader) {
    return Status.UNAVAILABLE.withDescription(
        leader.isEmpty()
            ? "this replica does not lead, and knows of no leader"
            : "this replica does not lead, " + leader + " does");
  }

  /** Whether what sensors send is to be taken in. */
  boolean isTaking() {
    return role instanceof Role.Leading;
  }

  void lead() {
    if (!(role instanceof Role.Stopping)) {
      role = new Role.Leading();
    }
  }

  /** Ends all streams; when it returns, none of them hands on anything any more. */
  void follow(String leader) {
    if (!(role instanceof Role.Stopping)) {
      role = new Role.Following(leader);
      endAll(notLeading(leader));
    }
  }

  /** Streams stay open for receipts; nothing is taken in and no other stream is opened. */
  void stopTaking() {
    role = new Role.Stopping();
    byNode.values().forEach(SensorStream::awaitTurn);
  }

  void endAll(Status status) {
    List.copyOf(byNode.values()).forEach(stream -> stream.end(status));
  }

  /**
   * Makes a stream the one of its node. The one that was it before is ended, and hands on nothing
   * any more when this returns; true when there was one.
   */
  boolean enter(SensorStream stream) {
    SensorStream before = byNode.put(stream.node(), stream);
    if (before == null) {
      return false;
    }
    before.end(
        Status.ABORTED.withDescription("node " + stream.node() + " has opened another stream"));
    return true;
  }

  /** Does nothing for a stream that has been replaced. */
  void leave(SensorStream stream) {
    byNode.computeIfPresent(
        stream.node(),
        (node, current) -> {
          if (current != stream) {
            return current;
          }
          // In here, so that it is over before the node's next stream says anything.
          disconnected.accept(node);
          return null;
        });
  }

  int count() {
    return byNode.size();
  }

  long open() {
    return byNode.values().stream().mapToLong(SensorStream::open).sum();
  }
}
