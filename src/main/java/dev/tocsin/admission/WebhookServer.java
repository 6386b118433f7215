package dev.tocsin.admission;

import dev.tocsin.listen.Answer;
import dev.tocsin.listen.Connections;
import dev.tocsin.listen.HttpListener;
import dev.tocsin.listen.ListenerStats;
import dev.tocsin.listen.ListenerStats.Refusal;
import dev.tocsin.listen.RefusedException;
import dev.tocsin.listen.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The validating webhook, over HTTPS, at {@value #PATH}. It knows nothing of the cluster, so every
 * replica can answer.
 *
 * <p>The API server shows no certificate, so whoever reaches the port may ask. What all of them
 * together can take is bounded: connections, what is kept of each question, and how many are judged
 * at the same time.
 */
public final class WebhookServer implements AutoCloseable {
  /** Where the API server asks. */
  public static final String PATH = "/validate";

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);

  /**
   * What the API server takes from a client is 3 MiB, and what it has stored is 1.5 MiB at most:
   * the question holds both, and neither is kept as it comes.
   */
  private static final long MOST_BYTES = 8 << 20;

  /** One API server asks over as many connections as it has questions at the same time. */
  private static final HttpListener.Limits LIMITS =
      new HttpListener.Limits(
          new Connections.Limits(96, 32),
          16 << 10,
          MOST_BYTES,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  private static final int JUDGED_AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final AdmissionReviews reviews;
  private final Semaphore turns = new Semaphore(JUDGED_AT_ONCE, true);
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final HttpListener listener;

  private WebhookServer(
      InetSocketAddress address,
      SSLContext tls,
      AdmissionReviews reviews,
      HttpListener.Limits limits)
      throws IOException {
    this.reviews = reviews;
    this.listener = HttpListener.start("webhook", address, tls, limits, this::handle);
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
    return new WebhookServer(
        address, context(key), new AdmissionReviews(new Review(systemNamespace, clock)), LIMITS);
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
    return listener.address().getPort();
  }

  /** Questions that were answered. */
  public long answered() {
    return answered.sum();
  }

  /** Questions that were not: they were none, or there is a mistake in this program. */
  public long failed() {
    return failed.sum();
  }

  /** Who was let in, and what was refused before it was a question. */
  public ListenerStats stats() {
    return listener.stats();
  }

  private Answer handle(Request request) throws IOException {
    Answer answer = answer(request);
    (answer.status() == 200 ? answered : failed).increment();
    return answer;
  }

  private Answer answer(Request request) throws IOException {
    if (!request.path().equals(PATH)) {
      return Answer.text(NOT_FOUND, "not found; there is " + PATH + "\n");
    }
    try {
      ReviewQuestion question = ReviewReader.read(request.body());
      return new Answer(200, "application/json", inTurn(question));
    } catch (AdmissionReviews.BadQuestionException e) {
      return Answer.text(BAD_REQUEST, e.getMessage() + "\n");
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("an object could not be judged", e);
      return Answer.text(FAILED, "failed, see the log\n");
    }
  }

  private byte[] inTurn(ReviewQuestion question) throws RefusedException {
    try {
      if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RefusedException(UNAVAILABLE, Refusal.BUSY, "too many questions at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(UNAVAILABLE, Refusal.BUSY, "this replica is stopping");
    }
    try {
      return reviews.answer(question);
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
