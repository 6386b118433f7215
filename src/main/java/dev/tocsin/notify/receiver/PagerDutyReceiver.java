package dev.tocsin.notify.receiver;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;

import dev.tocsin.api.v1alpha1.PagerDutyOutput;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.PagerDutyEvent;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.HttpAnswers;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.ReceiverUrl;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PagerDuty Events API v2. 202 is taken; 400 is an event that is wrong, or, where its errors name
 * the routing key, a key that is: then the output is at fault and not the alert; 429 is too many,
 * 5xx to be tried again. Source: developer.pagerduty.com, "Events API v2 Overview", "Response Codes
 * & Retry Logic".
 */
public final class PagerDutyReceiver implements HttpReceiver {
  private final PagerDutyOutput settings;
  private final @Nullable AlertTemplate template;
  private final Secrets secrets;

  public PagerDutyReceiver(
      PagerDutyOutput settings, @Nullable AlertTemplate template, Secrets secrets) {
    this.settings = settings;
    this.template = template;
    this.secrets = secrets;
  }

  @Override
  public void check() throws UnreadableSecretException {
    secrets.value(settings.routingKey());
  }

  @Override
  public HttpPost request(List<Message> messages, Instant now, boolean brief)
      throws UnreadableSecretException {
    String url = Objects.requireNonNullElse(settings.url(), PagerDutyOutput.URL);
    return new HttpPost(
        ReceiverUrl.of(url, null, secrets),
        Map.of("Content-Type", "application/json"),
        PagerDutyEvent.of(
                messages.getFirst(), secrets.value(settings.routingKey()), template, brief)
            .toString()
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ReceiverAnswer meaning(AnswerReader.HttpAnswer answer, Instant now) {
    String text = answer.text().toLowerCase(Locale.ROOT);
    if (answer.status() == HTTP_BAD_REQUEST
        && (text.contains("routing_key") || text.contains("routing key"))) {
      return new ReceiverAnswer.Unhealthy("the receiver does not know the routing key");
    }
    return HttpAnswers.of(answer, now);
  }
}
