package dev.tocsin.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The network between two processes: carries connections to a port of this machine, until it is
 * cut. Then nothing arrives any more, and nobody is notified, as when a switch dies.
 */
public final class Cable implements AutoCloseable {
  /** Connections that may wait to be accepted. */
  private static final int WAITING = 1_000;

  private final ServerSocket listening;
  private final int target;
  private final Supplier<InetAddress> sources;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Cable(int target) throws IOException {
    this(InetAddress.getLoopbackAddress(), target);
  }

  /**
   * @param near where it takes connections, on a port of its own
   * @param target a port of the loopback address
   */
  public Cable(InetAddress near, int target) throws IOException {
    this(near, target, InetAddress::getLoopbackAddress);
  }

  private Cable(InetAddress near, int target, Supplier<InetAddress> sources) throws IOException {
    this.target = target;
    this.sources = sources;
    this.listening = new ServerSocket(0, WAITING, near);
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * One that leads from other machines, as far as the other end can see.
   *
   * @param sources for each connection an address of this machine, of 127.0.0.0/8
   */
  static Cable from(Supplier<InetAddress> sources, int target) throws IOException {
    return new Cable(InetAddress.getLoopbackAddress(), target, sources);
  }

  public int port() {
    return listening.getLocalPort();
  }

  void cut() {
    cut = true;
  }

  /** Carries new connections; those that were cut are gone. */
  void mend() {
    sockets.forEach(Cable::close);
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        sockets.add(near);
        if (!cut) {
          connect(near);
        } // else it hears nothing, and waits
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket near) {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target, sources.get(), 0);
      sockets.add(far);
      Thread.ofVirtual().start(() -> carry(near, far));
      Thread.ofVirtual().start(() -> carry(far, near));
    } catch (IOException e) {
      close(near); // nobody listens there, which is what the near end is to hear
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        if (!cut) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // either end is gone, and so is the other one
    }
    if (!cut) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(Cable::close);
  }
}
