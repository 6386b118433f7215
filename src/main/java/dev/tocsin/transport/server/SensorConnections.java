package dev.tocsin.transport.server;

import dev.tocsin.listen.Connections;
import dev.tocsin.listen.ListenerStats;
import dev.tocsin.listen.ListenerStats.Refusal;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of the sensors' port, by address and port of the peer. One that carries a
 * sensor's stream is no stranger's. For any thread.
 */
final class SensorConnections {
  /**
   * Of strangers from one address: sensors come in, one after the other, where a gateway hides
   * theirs.
   */
  private static final Connections.Limits LIMITS = new Connections.Limits(8_192, 64);

  private final Connections connections = new Connections(LIMITS);
  private final Map<SocketAddress, Connections.Place> places = new ConcurrentHashMap<>();

  /** False when it is to be closed at once. */
  boolean admit(SocketChannel channel) {
    InetSocketAddress peer = channel.remoteAddress();
    if (peer == null) {
      return false; // gone already
    }
    Optional<Connections.Place> place = connections.admit(peer.getAddress(), channel::close);
    if (place.isEmpty()) {
      return false;
    }
    places.put(peer, place.get());
    channel
        .closeFuture()
        .addListener(
            closed -> {
              places.remove(peer, place.get());
              place.get().close();
            });
    return true;
  }

  /** A stream was let in on the connection of this peer. */
  void proven(SocketAddress peer) {
    Connections.Place place = places.get(peer);
    if (place != null) {
      place.proven();
    }
  }

  /** The stream has ended. */
  void unproven(SocketAddress peer) {
    Connections.Place place = places.get(peer);
    if (place != null) {
      place.unproven();
    }
  }

  ListenerStats stats() {
    return new ListenerStats(
        connections.open(),
        Map.of(Refusal.TOO_MANY, connections.refused(), Refusal.DISPLACED, connections.evicted()));
  }
}
