package dev.tocsin.notify.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.PagerDutyOutput;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.SecretsTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PagerDutyReceiverTest {
  private final PagerDutyReceiver receiver =
      new PagerDutyReceiver(
          new PagerDutyOutput(new SecretKey("pagerduty", "key"), null), null, SecretsTest.none());

  /** Else each alert of the time in which a key is replaced would be given up. */
  @Test
  void aKeyThatIsNotKnownIsTheOutputsFault() {
    assertThat(meaning(400, "{\"status\":\"invalid event\",\"errors\":[\"Invalid routing key\"]}"))
        .isInstanceOf(ReceiverAnswer.Unhealthy.class);
    assertThat(
            meaning(
                400,
                "{\"status\":\"invalid event\",\"errors\":"
                    + "[\"Length of 'routing_key' is incorrect (should be 32 characters)\"]}"))
        .isInstanceOf(ReceiverAnswer.Unhealthy.class);
  }

  @Test
  void anEventThatIsWrongIsGivenUp() {
    assertThat(meaning(400, "{\"errors\":[\"'payload.severity' is invalid\"]}"))
        .isInstanceOf(ReceiverAnswer.Refused.class);
  }

  private ReceiverAnswer meaning(int status, String body) {
    return receiver.meaning(
        new AnswerReader.HttpAnswer(status, null, body.getBytes(StandardCharsets.UTF_8)),
        Instant.EPOCH);
  }
}
