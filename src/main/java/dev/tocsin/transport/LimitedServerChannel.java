package dev.tocsin.transport;

import dev.tocsin.listen.Connections;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.Optional;

/** Accepts what there is room for; the rest is closed before anything is spent on it. */
final class LimitedServerChannel extends NioServerSocketChannel {
  private final Connections connections;

  LimitedServerChannel(Connections connections) {
    this.connections = connections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int read = super.doReadMessages(accepted);
    if (read > 0) {
      SocketChannel channel = (SocketChannel) accepted.getLast();
      Optional<Connections.Place> place =
          connections.admit(channel.remoteAddress().getAddress(), channel::close);
      if (place.isPresent()) {
        channel.closeFuture().addListener(closed -> place.get().close());
      } else {
        accepted.removeLast();
        channel.unsafe().closeForcibly();
      }
    }
    return read;
  }
}
