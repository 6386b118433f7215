package dev.tocsin.notify.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SyslogMessageTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.123456789Z");

  @Test
  void theTimeHasNoMoreDigitsThanAReceiverReads() {
    assertThat(cef(SampleMessages.opened()))
        .startsWith("<107>1 2026-11-28T12:00:00.123456Z node-1 tocsin - Opened [tocsin@4711 ");
  }

  @Test
  void theObjectIsJsonInAscii() throws Exception {
    String line = json(SampleMessages.hostile());
    assertThat(line).matches("[ -~]+");
    JsonNode alert = new ObjectMapper().readTree(line.substring(line.indexOf("] {") + 2));
    assertThat(alert.at("/spec/message").asText()).isEqualTo(SampleMessages.HOSTILE);
  }

  /** A value can end neither its field nor the header. */
  @Test
  void whatIsHostileStaysInItsFieldOfCef() {
    String line = cef(SampleMessages.hostile());
    String cef = line.substring(line.indexOf("CEF:0|"));
    assertThat(cef)
        .startsWith(
            "CEF:0|Tocsin|Tocsin|v1alpha1|tocsin-system/shell-in-database|A shell in a database"
                + " pod|8|externalId=5f3c2d10-")
        .contains(" msg=a|b\\=c\\\\d \"e\" ]f[ ", " cnt=12 ", " dst=203.0.113.9 dpt=4444 ")
        .doesNotContain("\n", "\u001b", "\u202e");
  }

  /** Receivers cut after 8,192 octets, in the middle of a document. */
  @Test
  void theLongestIsNotCut() throws Exception {
    String line = json(SampleMessages.longest());
    assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(8000);
    JsonNode alert = new ObjectMapper().readTree(line.substring(line.indexOf("] {") + 2));
    assertThat(alert.at("/spec/policy/name").asText()).isEqualTo("shell-in-database");
    assertThat(cef(SampleMessages.longest()).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(8000);
  }

  /** Each character takes six octets in ASCII. */
  @Test
  void theLongestOfOtherScriptsIsNotCutEither() {
    assertThat(json(SampleMessages.longestOf("中")).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(8000);
    assertThat(cef(SampleMessages.longestOf("=")).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(8000);
  }

  private static String json(Message message) {
    return new String(SyslogMessage.json(message, 4711, NOW), StandardCharsets.UTF_8);
  }

  private static String cef(Message message) {
    return new String(SyslogMessage.cef(message, 4711, NOW), StandardCharsets.UTF_8);
  }
}
