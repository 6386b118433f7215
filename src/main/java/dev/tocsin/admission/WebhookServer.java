package dev.tocsin.admission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The validating webhook, over HTTPS, at {@value #PATH}. It knows nothing of the cluster, so every
 * replica can answer.
 */
public final class WebhookServer implements AutoCloseable {
  /** Where the API server asks. */
  public static final String PATH = "/validate";

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);

  /** What the API server takes from a client is 3 MiB; the question holds it twice. */
  private static final int MOST_BYTES = 8 << 20;

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final int FAILED = 500;

  private final HttpsServer server;
  private final AdmissionReviews reviews;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();

  private WebhookServer(HttpsServer server, AdmissionReviews reviews) {
    this.server = server;
    this.reviews = reviews;
  }

  /**
   * Listens from now on.
   *
   * @param address port 0 takes any free one
   * @param key what the server shows; asked at each handshake, so that it can change
   * @param systemNamespace where a policy applies to the whole cluster
   * @throws IOException when the address cannot be bound
   */
  public static WebhookServer start(
      InetSocketAddress address, KeyManager key, String systemNamespace, InstantSource clock)
      throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new Tls(context(key)));
    WebhookServer webhook =
        new WebhookServer(server, new AdmissionReviews(new Review(systemNamespace, clock)));
    server.createContext("/", webhook::handle);
    server.setExecutor(webhook.executor);
    server.start();
    return webhook;
  }

  private static SSLContext context(KeyManager key) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Questions that were answered. */
  public long answered() {
    return answered.sum();
  }

  /** Questions that were not: they were none, or there is a mistake in this program. */
  public long failed() {
    return failed.sum();
  }

  private record Answer(int status, byte[] body) {
    static Answer text(int status, String text) {
      return new Answer(status, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      (answer.status() == 200 ? answered : failed).increment();
      exchange
          .getResponseHeaders()
          .set("Content-Type", answer.status() == 200 ? "application/json" : "text/plain");
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      return Answer.text(NOT_FOUND, "not found; there is " + PATH);
    }
    byte[] question = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (question.length > MOST_BYTES) {
      return Answer.text(TOO_LARGE, "more than " + MOST_BYTES + " bytes");
    }
    try {
      return new Answer(200, reviews.answer(question));
    } catch (AdmissionReviews.BadQuestionException e) {
      return Answer.text(BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("an object could not be judged", e);
      return Answer.text(FAILED, "failed, see the log");
    }
  }

  /** TLS 1.2 and later; clients show no certificate. */
  private static final class Tls extends HttpsConfigurator {
    Tls(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setSSLParameters(tls);
    }
  }

  @Override
  public void close() {
    server.stop(1);
    executor.close();
  }
}
