package dev.tocsin.notify.syslog;

import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnreachableReceiverException;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Makes the connections of one output to a receiver of syslog.
 *
 * @param secured whether by TLS
 * @param settings time for an answer, TLS, and which addresses may be reached
 */
record SyslogConnector(
    String host,
    int port,
    boolean secured,
    HttpCalls.Settings settings,
    HttpCalls.Resolver resolver) {
  /** In TLS 1.3 it is said after the handshake that a certificate is refused. */
  private static final int REFUSAL_MILLIS = 300;

  SyslogConnection connect()
      throws IOException, UnreachableReceiverException, UnreadableSecretException {
    for (InetAddress address : settings.addresses().addresses(host, resolver)) {
      try {
        return connect(address);
      } catch (ConnectException | SocketTimeoutException e) {
        // there may be another address
      }
    }
    throw new UnreachableReceiverException(new ReceiverAnswer.Retry(HttpCalls.NO_CONNECTION, null));
  }

  private SyslogConnection connect(InetAddress address)
      throws IOException, UnreadableSecretException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), (int) HttpCalls.CONNECT.toMillis());
      socket.setKeepAlive(true);
      return new SyslogConnection(secured ? secure(socket) : socket);
    } catch (IOException | UnreadableSecretException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private SSLSocket secure(Socket socket) throws IOException, UnreadableSecretException {
    SSLSocket wrapped =
        (SSLSocket)
            settings.tls().context().getSocketFactory().createSocket(socket, host, port, true);
    wrapped.setSSLParameters(settings.tls().checking(host));
    wrapped.setSoTimeout((int) settings.timeout().toMillis());
    wrapped.startHandshake();
    wrapped.setSoTimeout(REFUSAL_MILLIS);
    try {
      if (wrapped.getInputStream().read() < 0) {
        throw new SSLException("the receiver closed the connection after the handshake");
      }
    } catch (SocketTimeoutException wanted) {
      // a receiver of syslog says nothing
    }
    wrapped.setSoTimeout(0);
    return wrapped;
  }
}
