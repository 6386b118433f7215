package dev.tocsin.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Webhook;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver of HTTP POST: CloudEvents 1.0 in structured mode, or the object as it is. Every
 * request has {@code Tocsin-Id} and {@code Tocsin-Event}, and, with a signing key, {@code
 * Tocsin-Signature: t=SECONDS,v1=HEX}: HMAC-SHA256 over the seconds, a full stop and the body.
 */
final class WebhookDestination implements Destination {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What every intermediary of CloudEvents must take. */
  private static final int USUAL_SIZE = 64 * 1024;

  private final Webhook settings;
  private final HttpCalls calls;
  private final Secrets secrets;
  private final InstantSource clock;

  WebhookDestination(Webhook settings, HttpCalls calls, Secrets secrets, InstantSource clock) {
    this.settings = settings;
    this.calls = calls;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public ReceiverAnswer check() {
    try {
      url();
      signature(new byte[0], clock.instant());
      ReceiverCredentials.headers(settings.credentials(), secrets);
      return ReceiverAnswer.ACCEPTED;
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ReceiverAnswer deliver(Message message, boolean brief) throws InterruptedException {
    Instant now = clock.instant();
    byte[] body = body(message, now, brief);
    if (body.length > USUAL_SIZE && !brief) {
      body = body(message, now, true);
    }
    try {
      URI url = url();
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", contentType());
      headers.put("Tocsin-Id", message.id());
      headers.put("Tocsin-Event", message.event());
      headers.putAll(ReceiverCredentials.headers(settings.credentials(), secrets));
      headers.putAll(signature(body, now));
      return calls.post(url, headers, body);
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void forgetSecrets() {
    secrets.forget();
  }

  @Override
  public void close() {
    calls.close();
  }

  private URI url() throws UnreadableSecretException {
    String text = settings.url();
    if (text == null) {
      if (settings.urlFrom() == null) {
        throw new UnreadableSecretException("there is neither url nor urlFrom");
      }
      text = secrets.value(settings.urlFrom());
    }
    try {
      URI url = new URI(text);
      if (url.getHost() != null
          && url.getUserInfo() == null
          && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException notShown) {
      // its message has the URL, which may be a secret
    }
    throw new UnreadableSecretException(
        settings.url() == null ? "urlFrom names no URL of HTTP" : "url is no URL of HTTP");
  }

  private boolean isCloudEvent() {
    return settings.format() != Webhook.Format.OBJECT;
  }

  private String contentType() {
    return isCloudEvent() ? "application/cloudevents+json" : "application/json";
  }

  private byte[] body(Message message, Instant now, boolean brief) {
    JsonNode alert = brief ? AlertDocument.brief(message.alert()) : message.alert();
    try {
      return JSON.writeValueAsBytes(isCloudEvent() ? cloudEvent(message, alert, now) : alert);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written", e);
    }
  }

  private static ObjectNode cloudEvent(Message message, JsonNode alert, Instant now) {
    String cluster = alert.at("/spec/cluster").asText("");
    return JSON.createObjectNode()
        .put("specversion", "1.0")
        .put("id", message.id())
        .put(
            "source",
            "/tocsin.dev/clusters/"
                + (cluster.isEmpty()
                    ? "default"
                    : URLEncoder.encode(cluster, StandardCharsets.UTF_8)))
        .put("type", "dev.tocsin.alert." + message.event().toLowerCase(Locale.ROOT) + ".v1")
        .put("subject", message.namespace() + "/" + message.name())
        .put("time", Timestamps.format(now))
        .put("datacontenttype", "application/json")
        .set("data", alert);
  }

  private Map<String, String> signature(byte[] body, Instant now) throws UnreadableSecretException {
    if (settings.signingKey() == null) {
      return Map.of();
    }
    byte[] key = secrets.value(settings.signingKey()).getBytes(StandardCharsets.UTF_8);
    long seconds = now.getEpochSecond();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return Map.of(
          "Tocsin-Signature",
          "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has HmacSHA256", e);
    }
  }
}
