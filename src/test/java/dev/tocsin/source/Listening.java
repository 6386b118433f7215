package dev.tocsin.source;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the embedded agent listens, across stops and starts. */
public abstract sealed class Listening implements AutoCloseable {

  /** On a unix domain socket, as Tetragon does by default since 1.7. Linux only. */
  public static Listening onUnixSocket(Path socket) {
    return new UnixSocket(socket);
  }

  /** On a free TCP port, in plaintext. */
  public static Listening onTcp() {
    return new Tcp(InsecureServerCredentials.create());
  }

  /** On a free TCP port, with TLS. */
  public static Listening onTcp(Certificates certificates, String server) throws IOException {
    return new Tcp(
        TlsServerCredentials.create(
            certificates.certificate(server).toFile(), certificates.key(server).toFile()));
  }

  /** On a free TCP port, with TLS, for clients that have a certificate of the same authority. */
  public static Listening onTcpForClients(Certificates certificates, String server)
      throws IOException {
    return new Tcp(
        TlsServerCredentials.newBuilder()
            .keyManager(
                certificates.certificate(server).toFile(), certificates.key(server).toFile())
            .trustManager(certificates.authority().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build());
  }

  abstract String address();

  abstract ServerBuilder<?> builder() throws IOException;

  void started(Server server) {}

  @Override
  public void close() {}

  private static final class UnixSocket extends Listening {
    private final Path socket;
    private final EventLoopGroup threads = new EpollEventLoopGroup(1);

    UnixSocket(Path socket) {
      this.socket = socket.toAbsolutePath();
    }

    @Override
    String address() {
      return "unix://" + socket;
    }

    @Override
    ServerBuilder<?> builder() throws IOException {
      Files.deleteIfExists(socket);
      return NettyServerBuilder.forAddress(
              new DomainSocketAddress(socket.toFile()), InsecureServerCredentials.create())
          .channelType(EpollServerDomainSocketChannel.class)
          .bossEventLoopGroup(threads)
          .workerEventLoopGroup(threads);
    }

    @Override
    public void close() {
      threads.shutdownGracefully();
    }
  }

  private static final class Tcp extends Listening {
    private final ServerCredentials credentials;
    private int port;

    Tcp(ServerCredentials credentials) {
      this.credentials = credentials;
    }

    @Override
    String address() {
      return "localhost:" + port;
    }

    @Override
    ServerBuilder<?> builder() {
      return Grpc.newServerBuilderForPort(port, credentials);
    }

    @Override
    void started(Server server) {
      port = server.getPort();
    }
  }
}
