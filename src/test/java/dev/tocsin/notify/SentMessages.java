package dev.tocsin.notify;

import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.receiver.Destination;
import java.util.ArrayList;
import java.util.List;

/** A receiver in memory, which takes all unless the test says otherwise. */
public final class SentMessages implements Destination {
  /** {@code Opened a}, in the order of sending, whatever the answer was. */
  public final List<String> sent = new ArrayList<>();

  ReceiverAnswer answer = ReceiverAnswer.ACCEPTED;
  Runnable onSent = () -> {};

  /** As many messages as it takes in one request. */
  int most = 1;

  long requests;

  @Override
  public void readSecrets() {
    // it needs none
  }

  @Override
  public int most() {
    return most;
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) {
    messages.forEach(each -> sent.add(each.event() + " " + each.name()));
    requests++;
    onSent.run();
    return answer;
  }

  @Override
  public void forgetSecrets() {}

  @Override
  public void close() {}
}
