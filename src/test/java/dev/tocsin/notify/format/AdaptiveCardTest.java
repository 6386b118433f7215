package dev.tocsin.notify.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptiveCardTest {

  @Test
  void aMessageIsOneCardInTheFormThatWorkflowsTake() {
    ObjectNode message = AdaptiveCard.of(List.of(SampleMessages.opened()), null, false);
    assertThat(message.get("type").asText()).isEqualTo("message");
    JsonNode attachment = message.at("/attachments/0");
    assertThat(attachment.get("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    assertThat(attachment.get("contentUrl").isNull()).isTrue();
    assertThat(attachment.at("/content/type").asText()).isEqualTo("AdaptiveCard");
    assertThat(attachment.at("/content/version").asText()).isEqualTo("1.4");
    assertThat(attachment.findValuesAsText("text"))
        .contains(
            "High, opened: A shell in a database pod",
            "bash ran in db-0",
            "shop/db-0, node node-1, cluster prod");
  }

  /** A text block would take Markdown, and so a link under another name. */
  @Test
  void allTextIsInRunsWhichTakeNoMarkdown() {
    ObjectNode message = AdaptiveCard.of(List.of(SampleMessages.hostile()), null, false);
    assertThat(message.findValuesAsText("type"))
        .containsOnly("message", "AdaptiveCard", "RichTextBlock", "TextRun");
    assertThat(message.findValuesAsText("text"))
        .allSatisfy(text -> assertThat(text).doesNotContain("\n", "\u001b", "\u202e"));
  }

  /** Teams takes 28 KB. */
  @Test
  void aStormIsOneSmallCard() {
    List<Message> storm =
        IntStream.range(0, 1000).mapToObj(i -> SampleMessages.of(i, "Medium")).toList();
    ObjectNode message = AdaptiveCard.of(storm, null, false);
    assertThat(message.findValuesAsText("text"))
        .hasSize(12)
        .startsWith("1000 alerts: 1000 medium")
        .endsWith("… and 990 more");
    assertThat(message.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(28 * 1024);
  }

  @Test
  void theLongestAlertIsASmallCard() {
    assertThat(
            AdaptiveCard.of(List.of(SampleMessages.longest()), null, false)
                .toString()
                .getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(28 * 1024);
  }
}
