package dev.tocsin.notify.receiver;

import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A destination that is one request of HTTP POST for each delivery. */
public final class HttpDestination implements Destination {
  private final HttpReceiver receiver;
  private final HttpCalls calls;
  private final Secrets secrets;
  private final InstantSource clock;
  private String remark = "";

  public HttpDestination(
      HttpReceiver receiver, HttpCalls calls, Secrets secrets, InstantSource clock) {
    this.receiver = receiver;
    this.calls = calls;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public void readSecrets() throws UnreadableSecretException {
    receiver.check();
    calls.check();
  }

  @Override
  public int most() {
    return receiver.most();
  }

  @Override
  public int objects() {
    return receiver.objects();
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) throws InterruptedException {
    Instant now = clock.instant();
    HttpReceiver.HttpPost request;
    try {
      request = receiver.request(messages, now, brief);
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
    remark = request.remark();
    return calls.post(request.url(), request.headers(), request.body(), receiver::meaning);
  }

  @Override
  public String remark() {
    return remark;
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
