package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.TeamsOutput;
import dev.tocsin.notify.format.AdaptiveCard;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.format.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of Microsoft Teams that posts what it is sent. 202 means that the workflow begins, not
 * that anything was posted: more is not said; 413 is more than 28 KB; 429 more than about four
 * requests a second. Source: learn.microsoft.com, "Create incoming webhooks with Workflows" and
 * "Create and send messages".
 */
final class TeamsReceiver implements HttpReceiver {
  /** A storm is one message: it shows the first few, and says how many more there are. */
  private static final int MOST = 1000;

  private final TeamsOutput settings;
  private final @Nullable AlertTemplate template;
  private final Secrets secrets;

  TeamsReceiver(TeamsOutput settings, @Nullable AlertTemplate template, Secrets secrets) {
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
        AdaptiveCard.of(messages, template, brief).toString().getBytes(StandardCharsets.UTF_8));
  }
}
