package dev.tocsin.notify;

import dev.tocsin.api.v1alpha1.AlertOutputSpec.Alertmanager;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.ReceiverCredentials;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One instance of an Alertmanager. While it fails it is left out, so that it holds up no other. */
final class AlertmanagerInstance implements AutoCloseable {
  private final URI uri;
  private final Alertmanager settings;
  private final HttpCalls calls;
  private final Secrets secrets;
  private final SendPace pace;
  private ReceiverAnswer latest = ReceiverAnswer.ACCEPTED;

  /**
   * @param pace of this instance
   * @param url of it, without the path of the API
   */
  AlertmanagerInstance(
      String url, Alertmanager settings, HttpCalls calls, Secrets secrets, SendPace pace) {
    this.uri = URI.create(url.replaceFirst("/+$", "") + "/api/v2/alerts");
    this.settings = settings;
    this.calls = calls;
    this.secrets = secrets;
    this.pace = pace;
  }

  /** Posts an array of alerts, or says what came of the latest one while it is left out. */
  ReceiverAnswer post(byte[] alerts, Instant now) throws InterruptedException {
    if (pace.ready().isAfter(now)) {
      return latest;
    }
    latest = send(alerts);
    switch (latest) {
      // what is refused is so for what it says: the instance is there
      case ReceiverAnswer.Accepted _, ReceiverAnswer.Refused _, ReceiverAnswer.TooLarge _ ->
          pace.answered();
      case ReceiverAnswer.Retry(_, var after) -> pace.failed(now, after);
      case ReceiverAnswer.Unhealthy _,
          ReceiverAnswer.NoSecret _,
          ReceiverAnswer.Forbidden _,
          ReceiverAnswer.Stopped _ -> {
        secrets.forget();
        pace.failedForLong(now);
      }
    }
    return latest;
  }

  private ReceiverAnswer send(byte[] alerts) throws InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    try {
      headers.putAll(ReceiverCredentials.headers(settings.credentials(), secrets));
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
    return calls.post(uri, headers, alerts);
  }

  @Override
  public void close() {
    calls.close();
  }
}
