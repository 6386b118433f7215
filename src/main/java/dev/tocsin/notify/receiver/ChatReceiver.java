package dev.tocsin.notify.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.api.v1alpha1.SlackOutput;
import dev.tocsin.api.v1alpha1.TeamsOutput;
import dev.tocsin.notify.format.AdaptiveCard;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SlackMessage;
import dev.tocsin.notify.reach.ReceiverUrl;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A webhook of a channel that people read. A message that was posted cannot be changed, so each
 * event of an alert is one, or a part of one.
 */
public final class ChatReceiver implements HttpReceiver {
  /** A storm is one message: it shows the first few, and says how many more there are. */
  private static final int MOST = 1000;

  private final SecretKey url;
  private final Form form;
  private final @Nullable AlertTemplate template;
  private final Secrets secrets;

  /** What one message about all these alerts is. */
  @FunctionalInterface
  private interface Form {
    JsonNode of(List<Message> messages, @Nullable AlertTemplate template, boolean brief);
  }

  private ChatReceiver(
      SecretKey url, Form form, @Nullable AlertTemplate template, Secrets secrets) {
    this.url = url;
    this.form = form;
    this.template = template;
    this.secrets = secrets;
  }

  /**
   * An incoming webhook of Slack, or of what takes its messages. 200 is taken; 429 with
   * Retry-After, about one message a second is allowed; 400 ({@code invalid_payload}, {@code
   * invalid_blocks}) is final for the message; 403 ({@code action_prohibited}) and 404 ({@code
   * no_service}) are for somebody to mend; 410 ({@code channel_is_archived}) ends it. Source:
   * docs.slack.dev, "Sending messages using incoming webhooks" and "Handling errors".
   */
  public static ChatReceiver slack(
      SlackOutput settings, @Nullable AlertTemplate template, Secrets secrets) {
    return new ChatReceiver(settings.urlFrom(), SlackMessage::of, template, secrets);
  }

  /**
   * A workflow of Microsoft Teams that posts what it is sent. 202 means that the workflow begins,
   * not that anything was posted: more is not said; 413 is more than 28 KB; 429 more than about
   * four requests a second. Source: learn.microsoft.com, "Create incoming webhooks with Workflows"
   * and "Create and send messages".
   */
  public static ChatReceiver teams(
      TeamsOutput settings, @Nullable AlertTemplate template, Secrets secrets) {
    return new ChatReceiver(settings.urlFrom(), AdaptiveCard::of, template, secrets);
  }

  @Override
  public void check() throws UnreadableSecretException {
    ReceiverUrl.of(null, url, secrets);
  }

  @Override
  public int most() {
    return MOST;
  }

  @Override
  public int objects() {
    return 1;
  }

  @Override
  public HttpPost request(List<Message> messages, Instant now, boolean brief)
      throws UnreadableSecretException {
    return new HttpPost(
        ReceiverUrl.of(null, url, secrets),
        Map.of("Content-Type", "application/json; charset=utf-8"),
        form.of(messages, template, brief).toString().getBytes(StandardCharsets.UTF_8));
  }
}
