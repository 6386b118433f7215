package dev.tocsin.transport.server;

import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;

/** Accepts what there is room for; the rest is closed before anything is spent on it. */
final class LimitedServerChannel extends NioServerSocketChannel {
  private final SensorConnections connections;

  LimitedServerChannel(SensorConnections connections) {
    this.connections = connections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int read = super.doReadMessages(accepted);
    if (read > 0 && !connections.admit((SocketChannel) accepted.getLast())) {
      ((SocketChannel) accepted.removeLast()).unsafe().closeForcibly();
    }
    return read;
  }
}
