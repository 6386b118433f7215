package dev.tocsin.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.ReceiverAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All instances of one Alertmanager: each gets the same, and one that takes it is enough. */
final class AlertmanagerInstances implements AutoCloseable {
  /** An open alert ends by itself when it is not repeated for so long. */
  private static final Duration ENDS_IN = StateLane.INTERVAL.multipliedBy(4);

  /**
   * An end that is in the future for the receiver, whose clock may be behind, does not end the
   * alert there.
   */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<AlertmanagerInstance> instances;

  AlertmanagerInstances(List<AlertmanagerInstance> instances) {
    this.instances = List.copyOf(instances);
  }

  /** The best answer of all. */
  ReceiverAnswer post(List<KnownAlert> batch, Instant now) throws InterruptedException {
    byte[] body = body(batch, now);
    ReceiverAnswer best = null;
    for (AlertmanagerInstance instance : instances) {
      ReceiverAnswer answer = instance.post(body, now);
      if (best == null || rank(answer) < rank(best)) {
        best = answer;
      }
    }
    return best == null ? new ReceiverAnswer.Unhealthy("there is no instance") : best;
  }

  private static byte[] body(List<KnownAlert> batch, Instant now) {
    ArrayNode array = JSON.createArrayNode();
    for (KnownAlert alert : batch) {
      Instant end = alert.isOpen() ? now.plus(ENDS_IN) : now.minus(CLOCKS_APART);
      array.add(AlertmanagerAlert.of(alert, end, now));
    }
    try {
      return JSON.writeValueAsBytes(array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written", e);
    }
  }

  private static int rank(ReceiverAnswer answer) {
    return switch (answer) {
      case ReceiverAnswer.Accepted _ -> 0;
      case ReceiverAnswer.Refused _ -> 1;
      case ReceiverAnswer.TooLarge _ -> 2;
      case ReceiverAnswer.Retry _ -> 3;
      case ReceiverAnswer.Unhealthy _,
          ReceiverAnswer.NoSecret _,
          ReceiverAnswer.Forbidden _,
          ReceiverAnswer.Stopped _ ->
          4;
    };
  }

  @Override
  public void close() {
    instances.forEach(AlertmanagerInstance::close);
  }
}
