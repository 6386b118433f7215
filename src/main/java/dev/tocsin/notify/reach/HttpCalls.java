package dev.tocsin.notify.reach;

import dev.tocsin.kubernetes.ApiConnections;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests of one output. A name is resolved here, each address is judged, and the
 * connection is made to that very address: a name that resolves to another one a moment later
 * reaches nothing else. Redirects are not followed, no proxy is used, and no text holds anything of
 * an answer but its status: an answer may repeat a secret.
 */
public final class HttpCalls implements AutoCloseable {
  public static final Duration CONNECT = Duration.ofSeconds(5);
  public static final String NO_CONNECTION = "no connection to the receiver";

  static {
    ApiConnections.prepareJdk();
  }

  private final Settings settings;
  private final InstantSource clock;

  /** Of the latest name: the name of the certificate is the client's, not the request's. */
  private @Nullable Client client;

  private record Client(String host, SSLContext tls, HttpClient http) {}

  public record Settings(Duration timeout, OutputTls tls, AddressRule addresses) {}

  /** Turns a name into addresses. */
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;

  public HttpCalls(Settings settings, Resolver resolver, InstantSource clock) {
    this.settings = settings;
    this.resolver = resolver;
    this.clock = clock;
  }

  /** Posts a body; waits for the end of the answer, whose status says what it means. */
  public ReceiverAnswer post(URI uri, Map<String, String> headers, byte[] body)
      throws InterruptedException {
    return post(uri, headers, body, HttpAnswers::of);
  }

  /** Posts a body; waits for the end of the answer. */
  public ReceiverAnswer post(URI uri, Map<String, String> headers, byte[] body, AnswerReader reader)
      throws InterruptedException {
    String host = uri.getHost();
    if (host == null) {
      return new ReceiverAnswer.Unhealthy("the URL has no host");
    }
    InetAddress[] addresses;
    try {
      addresses = settings.addresses().addresses(host, resolver);
    } catch (UnreachableReceiverException e) {
      return e.answer();
    }
    for (InetAddress address : addresses) {
      Exchange.note(
          () ->
              "POST to %s (%s), %d bytes, with the headers %s"
                  .formatted(
                      uri.getScheme() + "://" + uri.getRawAuthority(),
                      address.getHostAddress(),
                      body.length,
                      String.join(", ", new TreeSet<>(headers.keySet()))));
      try {
        return send(uri, address, headers, body, reader);
      } catch (ConnectException e) {
        // there may be another address
      }
    }
    return new ReceiverAnswer.Retry(NO_CONNECTION, null);
  }

  private ReceiverAnswer send(
      URI uri, InetAddress address, Map<String, String> headers, byte[] body, AnswerReader reader)
      throws ConnectException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to(uri, address))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(settings.timeout())
            .header("Host", uri.getPort() < 0 ? uri.getHost() : uri.getAuthority())
            .header("User-Agent", "tocsin")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      headers.forEach(request::header);
    } catch (IllegalArgumentException e) {
      // its message has the value
      return new ReceiverAnswer.NoSecret("a secret is no value of a header");
    }
    CompletableFuture<HttpResponse<byte[]>> sent;
    try {
      sent =
          client(uri.getHost())
              .sendAsync(request.build(), answer -> new FirstBytes(AnswerReader.LONGEST));
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
    try {
      HttpResponse<byte[]> response =
          sent.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return reader.read(
          new AnswerReader.HttpAnswer(
              response.statusCode(),
              response.headers().firstValue("Retry-After").orElse(null),
              response.body()),
          clock.instant());
    } catch (TimeoutException e) {
      return new ReceiverAnswer.Retry(
          "the receiver did not answer within " + settings.timeout().toSeconds() + " s", null);
    } catch (ExecutionException e) {
      return failure(e.getCause());
    } finally {
      sent.cancel(true); // for one that hangs
    }
  }

  private ReceiverAnswer failure(@Nullable Throwable cause) throws ConnectException {
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          new ReceiverAnswer.Retry("no connection to the receiver within 5 s", null);
      case java.net.http.HttpTimeoutException _ ->
          new ReceiverAnswer.Retry(
              "the receiver did not answer within " + settings.timeout().toSeconds() + " s", null);
      case ConnectException refused -> throw refused;
      case SSLException tls -> new ReceiverAnswer.Retry("TLS: " + OutputTls.reason(tls), null);
      case IOException _ -> new ReceiverAnswer.Retry("the connection to the receiver broke", null);
      case null, default -> throw new IllegalStateException("a request failed", cause);
    };
  }

  private static URI to(URI uri, InetAddress address) {
    String literal = address.getHostAddress();
    try {
      URI numeric =
          new URI(
              uri.getScheme(),
              null,
              literal.indexOf(':') < 0 ? literal : "[" + literal + "]",
              uri.getPort(),
              null,
              null,
              null);
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      return URI.create(
          numeric + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address makes no URL", e);
    }
  }

  private HttpClient client(String host) throws UnreadableSecretException {
    Client latest = client;
    SSLContext tls = settings.tls().context();
    if (latest != null && latest.host.equals(host) && latest.tls == tls) {
      return latest.http;
    }
    close();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .sslContext(tls);
    // the JDK checks the certificate for the name that it asks the server for
    settings.tls().names(host).ifPresent(builder::sslParameters);
    HttpClient made = builder.build();
    client = new Client(host, tls, made);
    return made;
  }

  /** Reads what connections need. */
  public void check() throws UnreadableSecretException {
    settings.tls().context();
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    if (client != null) {
      client.http.shutdownNow();
      client = null;
    }
  }
}
