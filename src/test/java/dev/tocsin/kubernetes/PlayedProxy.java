package dev.tocsin.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A proxy that tunnels, perhaps only for those who have a password. */
final class PlayedProxy implements AutoCloseable {
  /** Where to, of each tunnel: {@code host:port}. */
  final List<String> tunnels = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;
  private final @Nullable String credentials;

  private PlayedProxy(@Nullable String credentials) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.credentials = credentials;
    Thread.ofVirtual().start(this::accept);
  }

  static PlayedProxy start() throws IOException {
    return new PlayedProxy(null);
  }

  /**
   * @param credentials {@code user:password}
   */
  static PlayedProxy startWithPassword(String credentials) throws IOException {
    return new PlayedProxy(credentials);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader head =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
      String[] request = head.readLine().split(" ", -1);
      boolean allowed = credentials == null;
      for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
        allowed |= line.equalsIgnoreCase("Proxy-Authorization: Basic " + encoded());
      }
      if (!allowed) {
        say(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"");
        return;
      }
      String target = request[1];
      int colon = target.lastIndexOf(':');
      try (Socket server =
          new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
        tunnels.add(target);
        say(client, "200 OK");
        Thread back = Thread.ofVirtual().start(() -> copy(server, client));
        copy(client, server);
        back.join();
      }
    } catch (IOException | InterruptedException e) {
      // that connection has ended
    }
  }

  private String encoded() {
    return credentials == null
        ? ""
        : Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private static void say(Socket client, String answer) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // that connection has ended
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
