package dev.tocsin.notify.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.SplunkOutput;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SplunkEvent;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.HttpAnswers;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.ReceiverUrl;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Splunk's HTTP Event Collector. Answers have a code: 0 is taken; 1 to 4 (401, 403) are about the
 * token, 7, 10, 11, 14 and 16 (400) about the configuration, so the output is at fault; 5, 6, 12,
 * 13 and 15 (400) are events that are wrong; 8 and 9 (500, 503) are a server that is busy.
 *
 * <p>What is taken is not yet indexed. With acknowledgment an answer has an {@code ackId}, which is
 * asked about on the channel until it is true; a status that was true is deleted once it was read,
 * and ids are lost with the server, so what is not true in time is sent again under its {@code
 * delivery_id}. Source: help.splunk.com, "Troubleshoot HTTP Event Collector" and "HTTP Event
 * Collector indexer acknowledgment".
 */
public final class SplunkDestination implements Destination {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 100;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration UNTIL_INDEXED = Duration.ofMinutes(5);

  private final SplunkOutput settings;
  private final HttpCalls calls;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Pause pause;

  /** What Splunk knows this process by. */
  private final String channel = UUID.randomUUID().toString();

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  public SplunkDestination(
      SplunkOutput settings, HttpCalls calls, Secrets secrets, InstantSource clock, Pause pause) {
    this.settings = settings;
    this.calls = calls;
    this.secrets = secrets;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public void readSecrets() throws UnreadableSecretException {
    secrets.value(settings.token());
    calls.check();
  }

  @Override
  public int most() {
    return MOST;
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) throws InterruptedException {
    StringBuilder body = new StringBuilder();
    for (Message each : messages) {
      body.append(event(brief ? each.brief() : each)).append('\n');
    }
    JsonNode[] said = {MissingNode.getInstance()};
    ReceiverAnswer answer =
        post(
            "/services/collector/event",
            body.toString(),
            (http, now) -> {
              said[0] = document(http);
              return meaning(http, said[0], now);
            });
    if (!isAcknowledged() || !(answer instanceof ReceiverAnswer.Accepted)) {
      return answer;
    }
    JsonNode id = said[0].path("ackId");
    return id.canConvertToLong()
        ? indexed(id.asLong())
        : new ReceiverAnswer.Unhealthy("the receiver acknowledges nothing for this token");
  }

  private ObjectNode event(Message message) {
    Instant now = clock.instant();
    return settings.format() == SplunkOutput.Format.OCSF
        ? SplunkEvent.ocsf(message, settings.index(), now)
        : SplunkEvent.cim(message, settings.index(), now);
  }

  private boolean isAcknowledged() {
    return Objects.requireNonNullElse(settings.acknowledgment(), false);
  }

  /** Asks until it is indexed, or was not for too long. */
  private ReceiverAnswer indexed(long id) throws InterruptedException {
    String question =
        JSON.createObjectNode().set("acks", JSON.createArrayNode().add(id)).toString();
    Duration next = FIRST_PAUSE;
    for (Duration waited = Duration.ZERO;
        waited.compareTo(UNTIL_INDEXED) < 0;
        waited = waited.plus(next), next = longer(next)) {
      pause.of(next);
      boolean[] indexed = {false};
      ReceiverAnswer answer =
          post(
              "/services/collector/ack?channel=" + channel,
              question,
              (http, now) -> {
                JsonNode said = document(http);
                indexed[0] = said.path("acks").path(Long.toString(id)).asBoolean();
                return meaning(http, said, now);
              });
      boolean mayBeIndexed =
          answer instanceof ReceiverAnswer.Accepted || answer instanceof ReceiverAnswer.Retry;
      if (indexed[0] || !mayBeIndexed) {
        return answer;
      }
    }
    return new ReceiverAnswer.Retry("the receiver took it, and did not index it in time", null);
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private ReceiverAnswer post(String path, String body, AnswerReader reader)
      throws InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    if (isAcknowledged()) {
      headers.put("X-Splunk-Request-Channel", channel);
    }
    URI url;
    try {
      headers.put("Authorization", "Splunk " + secrets.value(settings.token()));
      url = ReceiverUrl.of(settings.url().replaceAll("/+$", "") + path, null, secrets);
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
    return calls.post(url, headers, body.getBytes(StandardCharsets.UTF_8), reader);
  }

  private static JsonNode document(AnswerReader.HttpAnswer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException notADocument) {
      return MissingNode.getInstance(); // its status says enough
    }
  }

  private static ReceiverAnswer meaning(
      AnswerReader.HttpAnswer answer, JsonNode said, Instant now) {
    int code = said.path("code").asInt(-1);
    return switch (code) {
      case 1, 2, 3, 4 -> new ReceiverAnswer.Unhealthy(reason(code) + "about the token");
      case 7, 10, 11, 14, 16 ->
          new ReceiverAnswer.Unhealthy(
              reason(code) + "about index, channel or acknowledgment of the token");
      case 5, 6, 12, 13, 15 -> new ReceiverAnswer.Refused(reason(code) + "about the event");
      case 8, 9 -> HttpAnswers.later(answer, now);
      default -> HttpAnswers.of(answer, now);
    };
  }

  private static String reason(int code) {
    return "the receiver answered with code " + code + ", ";
  }

  @Override
  public void forgetSecrets() {
    secrets.forget();
  }

  @Override
  public void close() {
    calls.close();
  }
}
