package dev.tocsin.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tocsin.source.Certificates;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/**
 * An API server with one alert, for a command that is run for the classes that it loads, or for
 * what its start costs.
 */
public final class TrainingServer implements AutoCloseable {
  public static final String ALERT = "shop/shell-in-database-5hx2mw7c";

  private final HttpsServer server;
  private final Path kubeconfig;
  private final String alert = Files.readString(Path.of("src/test/resources/training/alert.json"));

  private TrainingServer(HttpsServer server, Path kubeconfig) throws IOException {
    this.server = server;
    this.kubeconfig = kubeconfig;
  }

  /**
   * @param folder an empty one, for certificates and kubeconfig
   */
  public static TrainingServer start(Path folder) throws IOException {
    Certificates certificates = Certificates.in(folder).issue("server", "localhost");
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls(certificates)));
    TrainingServer training = new TrainingServer(https, folder.resolve("kubeconfig"));
    https.createContext("/", training::answer);
    https.start();
    Files.writeString(
        training.kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: training
          cluster:
            server: https://localhost:%d
            certificate-authority-data: %s
        users:
        - name: training
          user:
            token: none
        contexts:
        - name: training
          context: {cluster: training, user: training, namespace: shop}
        current-context: training
        """
            .formatted(
                https.getAddress().getPort(),
                Base64.getEncoder().encodeToString(Files.readAllBytes(certificates.authority()))));
    return training;
  }

  private static SSLContext tls(Certificates certificates) throws IOException {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(
          SSLUtils.keyManagers(
              new ConfigBuilder()
                  .withAutoConfigure(false)
                  .withClientCertFile(certificates.certificate("server").toString())
                  .withClientKeyFile(certificates.key("server").toString())
                  .withClientKeyAlgo("EC")
                  .build()),
          null,
          null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException("no server for the training: " + e.getMessage(), e);
    }
  }

  public String kubeconfig() {
    return kubeconfig.toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = body(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String body(String path) {
    if (path.endsWith("/selfsubjectreviews")) {
      return """
      {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
      "status": {"userInfo": {"username": "jane"}}}
      """;
    }
    if (path.endsWith("/securityalerts")) {
      return """
      {"apiVersion": "tocsin.dev/v1alpha1", "kind": "SecurityAlertList",
      "metadata": {"resourceVersion": "4712"}, "items": [%s]}
      """
          .formatted(alert);
    }
    return alert;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
