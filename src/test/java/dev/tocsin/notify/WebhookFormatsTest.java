package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Webhook;
import dev.tocsin.notify.format.AlertTemplate;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.receiver.HttpReceiver;
import dev.tocsin.notify.receiver.WebhookReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bodies and headers of a webhook. */
class WebhookFormatsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void inBinaryModeTheEventIsInTheHeadersAndTheAlertIsTheBody() throws Exception {
    HttpReceiver.HttpPost post =
        post(Webhook.Format.CLOUD_EVENTS_BINARY, null, SampleMessages.opened());
    assertThat(post.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-id", "5f3c2d10-0000-4000-8000-000000000001-1")
        .containsEntry("ce-source", "/tocsin.dev/clusters/prod")
        .containsEntry("ce-type", "dev.tocsin.alert.opened.v1")
        .containsEntry("ce-subject", "shop/shell-in-database-1")
        .containsEntry("ce-time", "2026-11-28T12:00:00Z");
    assertThat(json(post).at("/metadata/name").asText()).isEqualTo("shell-in-database-1");
  }

  @Test
  void aFindingOfOcsfIsTheBody() throws Exception {
    JsonNode finding = json(post(Webhook.Format.OCSF, null, SampleMessages.opened()));
    assertThat(finding.get("class_uid").asInt()).isEqualTo(2004);
  }

  /** A value can end no string and begin no field. */
  @Test
  void aTemplatesValuesStayWithinTheirStrings() throws Exception {
    JsonNode body =
        json(
            post(
                Webhook.Format.TEMPLATE,
                """
                {"text": "{{alert.severity}}: {{alert.message}}", "count": {{alert.count}}}
                """,
                SampleMessages.hostile()));
    assertThat(body.properties()).hasSize(2);
    assertThat(body.get("text").asText()).isEqualTo("High: " + SampleMessages.HOSTILE);
    assertThat(body.get("count").asInt()).isEqualTo(12);
  }

  @Test
  void whatIsNoDocumentIsReplacedByTheObject() throws Exception {
    HttpReceiver.HttpPost post =
        post(Webhook.Format.TEMPLATE, "{\"text\": {{alert.message}}}", SampleMessages.opened());
    assertThat(post.headers()).containsEntry("Tocsin-Template", "no JSON");
    JsonNode body = json(post);
    assertThat(body.get("kind").asText()).isEqualTo("SecurityAlert");
  }

  @Test
  void whatIsWrongWithATemplateIsSaidWithItsPlace() {
    assertThatThrownBy(() -> AlertTemplate.of("spec.template", "a\nb {{alert.severty}}"))
        .hasMessageContainingAll("spec.template", "2:", "severty");
    assertThatThrownBy(() -> AlertTemplate.of("spec.template", "a {{alert.severity"))
        .hasMessageContaining("{{ without }}");
  }

  private static HttpReceiver.HttpPost post(
      Webhook.Format format, @Nullable String template, Message message) throws Exception {
    return new WebhookReceiver(
            new Webhook("http://receiver.example/hook", null, format, null, null),
            template == null ? null : AlertTemplate.of("spec.template", template),
            SecretsTest.none())
        .request(List.of(message), NOW, false);
  }

  private static JsonNode json(HttpReceiver.HttpPost post) throws Exception {
    return new ObjectMapper().readTree(new String(post.body(), StandardCharsets.UTF_8));
  }
}
