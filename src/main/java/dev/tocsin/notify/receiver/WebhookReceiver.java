package dev.tocsin.notify.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Webhook;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.format.CloudEvent;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.OcsfFinding;
import dev.tocsin.notify.reach.ReceiverCredentials;
import dev.tocsin.notify.reach.ReceiverUrl;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of HTTP POST: CloudEvents 1.0, the object as it is, OCSF, or what a template says.
 * Every request has {@code Tocsin-Id} and {@code Tocsin-Event}, and, with a signing key, {@code
 * Tocsin-Signature: t=SECONDS,v1=HEX}: HMAC-SHA256 over the seconds, a full stop and the body.
 */
public final class WebhookReceiver implements HttpReceiver {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What every intermediary of CloudEvents must take. */
  private static final int USUAL_SIZE = 64 * 1024;

  private final Webhook settings;
  private final @Nullable AlertTemplate template;
  private final Secrets secrets;

  /**
   * @param template of the format that is one
   */
  public WebhookReceiver(Webhook settings, @Nullable AlertTemplate template, Secrets secrets) {
    this.settings = settings;
    this.template = template;
    this.secrets = secrets;
  }

  @Override
  public void check() throws UnreadableSecretException {
    url();
    signature(new byte[0], Instant.EPOCH);
    ReceiverCredentials.headers(settings.credentials(), secrets);
  }

  @Override
  public HttpPost request(List<Message> messages, Instant now, boolean brief)
      throws UnreadableSecretException {
    Message message = messages.getFirst();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType());
    headers.put("Tocsin-Id", message.id());
    headers.put("Tocsin-Event", message.event());
    String remark = "";
    byte[] body;
    byte[] rendered = format() == Webhook.Format.TEMPLATE ? rendered(message) : null;
    if (rendered != null) {
      body = rendered;
    } else {
      body = body(brief ? message.brief() : message, now);
      if (body.length > USUAL_SIZE && !brief) {
        body = body(message.brief(), now);
      }
      if (format() == Webhook.Format.TEMPLATE) {
        headers.put("Tocsin-Template", "no JSON");
        remark = "spec.template makes no JSON of " + message.name() + ", so the object was sent";
      }
    }
    if (format() == Webhook.Format.CLOUD_EVENTS_BINARY) {
      headers.putAll(CloudEvent.headers(message, now));
    }
    headers.putAll(ReceiverCredentials.headers(settings.credentials(), secrets));
    headers.putAll(signature(body, now));
    return new HttpPost(url(), headers, body, remark);
  }

  private URI url() throws UnreadableSecretException {
    return ReceiverUrl.of(settings.url(), settings.urlFrom(), secrets);
  }

  private Webhook.Format format() {
    return Objects.requireNonNullElse(settings.format(), Webhook.Format.CLOUD_EVENTS);
  }

  private String contentType() {
    return switch (format()) {
      case CLOUD_EVENTS, UNKNOWN -> "application/cloudevents+json";
      case CLOUD_EVENTS_BINARY, OBJECT, OCSF, TEMPLATE -> "application/json";
    };
  }

  private byte[] body(Message message, Instant now) {
    return switch (format()) {
      case CLOUD_EVENTS, UNKNOWN -> bytes(CloudEvent.structured(message, now));
      case CLOUD_EVENTS_BINARY, OBJECT, TEMPLATE -> bytes(message.alert());
      case OCSF -> bytes(OcsfFinding.of(message));
    };
  }

  /**
   * What the template says, its values escaped for strings of JSON; null where it is no JSON after
   * all, and the object is sent.
   */
  private byte @Nullable [] rendered(Message message) {
    if (template == null) {
      return null;
    }
    String body =
        template.render(
            message.view(),
            value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)),
            USUAL_SIZE);
    try {
      return JSON.readTree(body).isMissingNode() ? null : body.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException notShown) {
      return null; // what it says of the text was chosen by whoever is watched
    }
  }

  private static byte[] bytes(JsonNode document) {
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written", e);
    }
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
