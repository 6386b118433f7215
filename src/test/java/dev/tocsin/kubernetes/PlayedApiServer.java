package dev.tocsin.kubernetes;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.tocsin.source.Certificates;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells any client its version, and remembers who asked. */
final class PlayedApiServer implements AutoCloseable {
  /**
   * A request.
   *
   * @param serverName that the client expects
   * @param clientName of its certificate, or {@code ""}
   */
  record Request(Headers headers, String serverName, String clientName) {
    String header(String name) {
      return Objects.requireNonNullElse(headers.getFirst(name), "");
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpsServer server;

  private PlayedApiServer(HttpsServer server) {
    this.server = server;
  }

  static PlayedApiServer start(Certificates certificates, String name) throws Exception {
    HttpsServer https = HttpsServer.create(new InetSocketAddress(0), 0);
    var identity =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withClientCertFile(certificates.certificate(name).toString())
            .withClientKeyFile(certificates.key(name).toString())
            .withClientKeyAlgo("EC")
            .withCaCertFile(certificates.authority().toString())
            .build();
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(SSLUtils.keyManagers(identity), SSLUtils.trustManagers(identity), null);
    https.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters asked = tls.getDefaultSSLParameters();
            asked.setWantClientAuth(true);
            parameters.setSSLParameters(asked);
          }
        });
    PlayedApiServer played = new PlayedApiServer(https);
    https.createContext("/", played::answer);
    https.start();
    return played;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
    String expected =
        session.getRequestedServerNames().stream()
            .map(each -> ((SNIHostName) each).getAsciiName())
            .collect(Collectors.joining());
    requests.add(new Request(exchange.getRequestHeaders(), expected, clientName(session)));
    byte[] version = "{\"major\": \"1\", \"minor\": \"37\"}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, version.length);
    exchange.getResponseBody().write(version);
    exchange.close();
  }

  private static String clientName(ExtendedSSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
