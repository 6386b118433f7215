package dev.tocsin.notify.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.Transition;
import dev.tocsin.event.AlertView;
import org.junit.jupiter.api.Test;

class PagerDutyEventTest {

  @Test
  void anAlertTriggersAnIncident() {
    ObjectNode event = PagerDutyEvent.of(SampleMessages.opened(), "key", null, false);
    assertThat(event.get("event_action").asText()).isEqualTo("trigger");
    assertThat(event.get("routing_key").asText()).isEqualTo("key");
    assertThat(event.get("dedup_key").asText()).isEqualTo("5f3c2d10-0000-4000-8000-000000000001");
    assertThat(event.at("/payload/summary").asText())
        .isEqualTo("High: A shell in a database pod in shop/db-0");
    assertThat(event.at("/payload/source").asText()).isEqualTo("shop/db-0");
    assertThat(event.at("/payload/severity").asText()).isEqualTo("error");
    assertThat(event.at("/payload/timestamp").asText()).isEqualTo("2026-11-28T11:59:55.123456Z");
    assertThat(event.at("/payload/custom_details/Process").asText()).isEqualTo("/usr/bin/bash -i");
  }

  @Test
  void closingResolvesTheSameIncident() {
    ObjectNode event = PagerDutyEvent.of(SampleMessages.closed(), "key", null, false);
    assertThat(event.get("event_action").asText()).isEqualTo("resolve");
    assertThat(event.get("dedup_key").asText()).isEqualTo("5f3c2d10-0000-4000-8000-000000000001");
    assertThat(event.has("payload")).isFalse();
  }

  @Test
  void acknowledgingAcknowledgesIt() {
    Message opened = SampleMessages.opened();
    AlertView view = opened.view();
    Message acknowledged =
        new Message(
            opened.uid(),
            opened.namespace(),
            opened.name(),
            Transition.CHANGED,
            2,
            new AlertView(
                view.name(),
                view.namespace(),
                view.policy(),
                view.policyNamespace(),
                view.title(),
                view.message(),
                view.severity(),
                view.riskScore(),
                view.techniques(),
                view.tactics(),
                "Acknowledged",
                view.count(),
                view.group(),
                view.firstSeenNanos(),
                view.cluster(),
                view.overAlerts(),
                view.where()),
            opened.alert());
    assertThat(PagerDutyEvent.of(acknowledged, "key", null, false).get("event_action").asText())
        .isEqualTo("acknowledge");
  }

  @Test
  void aSummaryIsNoLongerThanPagerDutyTakes() throws Exception {
    AlertTemplate template = AlertTemplate.of("spec.template", "{{alert.message}}");
    ObjectNode event = PagerDutyEvent.of(SampleMessages.longest(), "key", template, false);
    assertThat(event.at("/payload/summary").asText()).hasSize(1024);
  }

  @Test
  void whatWasSeenIsOneLineWithoutControlCharacters() {
    ObjectNode event = PagerDutyEvent.of(SampleMessages.hostile(), "key", null, false);
    assertThat(event.at("/payload/custom_details/Message").asText())
        .doesNotContain("\n", "\u001b", "\u202e");
  }
}
