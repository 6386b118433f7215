package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Webhook;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.receiver.HttpDestination;
import dev.tocsin.notify.receiver.WebhookReceiver;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputConditionsTest {
  private final LaneScene scene = new LaneScene();

  private Condition delivering() {
    AlertOutput output = new AlertOutput();
    output.setMetadata(new ObjectMetaBuilder().withGeneration(1L).build());
    return new OutputConditions(output, scene.now)
        .of(scene.progress, List.of(), 0, 1, 0).conditions().stream()
            .filter(each -> each.getType().equals(OutputConditions.DELIVERING))
            .findFirst()
            .orElseThrow();
  }

  /** The object is sent instead, which nobody would notice here. */
  @Test
  void aTemplateThatMakesNoJsonIsSaidUntilItDoes() throws Exception {
    try (FakeReceiver receiver = FakeReceiver.start()) {
      Lane lane =
          scene.lane(
              new HttpDestination(
                  new WebhookReceiver(
                      new Webhook(receiver.url(), null, Webhook.Format.TEMPLATE, null, null),
                      AlertTemplate.of(
                          "spec.template",
                          "{\"text\": {{alert.severity == 'High' ? 'High' : '1'}}}"),
                      SecretsTest.none()),
                  new HttpCalls(
                      new HttpCalls.Settings(
                          Duration.ofSeconds(5), LaneScene.usualTls(), AddressRule.unrestricted()),
                      receiver.resolver(),
                      scene.clock),
                  SecretsTest.none(),
                  scene.clock));
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(delivering().getStatus()).isEqualTo("True");
      assertThat(delivering().getReason()).isEqualTo("TemplateNotUsed");
      assertThat(delivering().getMessage())
          .isEqualTo("spec.template makes no JSON of a, so the object was sent");

      lane.changed(scene.alert("shop", "b", Severity.LOW, 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(delivering().getReason()).isEqualTo("Delivering");
      lane.close();
    }
  }
}
