package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.SlackOutput;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SlackMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incoming webhook of Slack, or of what takes its messages. 200 is taken; 429 with Retry-After,
 * about one message a second is allowed; 400 ({@code invalid_payload}, {@code invalid_blocks}) is
 * final for the message; 403 ({@code action_prohibited}) and 404 ({@code no_service}) are for
 * somebody to mend; 410 ({@code channel_is_archived}) ends it. Source: docs.slack.dev, "Sending
 * messages using incoming webhooks" and "Handling errors". A message that was posted cannot be
 * changed, so each event is one.
 */
final class SlackReceiver implements HttpReceiver {
  /** A storm is one message: it shows the first few, and says how many more there are. */
  private static final int MOST = 1000;

  private final SlackOutput settings;
  private final @Nullable AlertTemplate template;
  private final Secrets secrets;

  SlackReceiver(SlackOutput settings, @Nullable AlertTemplate template, Secrets secrets) {
    this.settings = settings;
    this.template = template;
    this.secrets = secrets;
  }

  @Override
  public void check() throws UnreadableSecretException {
    ReceiverUrl.of(null, settings.urlFrom(), secrets);
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
        ReceiverUrl.of(null, settings.urlFrom(), secrets),
        Map.of("Content-Type", "application/json; charset=utf-8"),
        SlackMessage.of(messages, template, brief).toString().getBytes(StandardCharsets.UTF_8));
  }
}
