package dev.tocsin.notify.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Slack shows of alerts, and what it must not take for more than text. */
class SlackMessageTest {

  @Test
  void oneAlertSaysWhatHappenedWhereAndHowOften() {
    assertThat(text(List.of(SampleMessages.opened()), null))
        .isEqualTo(
            """
            *High, opened: A shell in a database pod*
            bash ran in db-0
            Where: shop/db-0, node node-1, cluster prod
            Process: /usr/bin/bash -i
            Seen: 12 times, first 2026-11-28T11:59:55.123456Z
            Policy: tocsin-system/shell-in-database
            ATT&amp;CK: T1059.004
            Alert: shop/shell-in-database-1""");
  }

  @Test
  void aReminderSaysThatItIsStillOpen() {
    assertThat(text(List.of(SampleMessages.repeated()), null))
        .startsWith("*High, still open: A shell in a database pod*\n");
  }

  @Test
  void noMentionLinkImageOrLineComesFromWhatWasSeen() {
    String text = text(List.of(SampleMessages.hostile()), null);
    assertThat(text)
        .contains("&lt;!channel&gt;", "\\n\\u{202e}\\u{1b}[31m")
        .doesNotContain("<", ">", "@all", "](", "\u202e", "\u001b", "`c`");
    assertThat(text.lines()).hasSize(8);
  }

  /** Who reads it may want to look at the file. */
  @Test
  void aPathCanBeCopied() {
    assertThat(SlackMessage.escape("/srv/my_app/*.so~")).isEqualTo("/srv/my_app/*.so~");
  }

  @Test
  void aTemplateIsTheUsersAndItsValuesAreNot() throws Exception {
    AlertTemplate template =
        AlertTemplate.of(
            "spec.template", "*{{alert.policy}}* <https://wiki|runbook> {{alert.message}}");
    assertThat(text(List.of(SampleMessages.hostile()), template))
        .contains("*shell-in-database* <https://wiki|runbook> a|b=c\\d", "&lt;!channel&gt;")
        .doesNotContain("<!channel>");
  }

  @Test
  void aStormIsOneMessageThatSaysHowManyThereAre() {
    List<Message> storm =
        IntStream.range(0, 1000)
            .mapToObj(i -> SampleMessages.of(i, i == 700 ? "Critical" : "Medium"))
            .toList();
    String text = text(storm, null);
    assertThat(text)
        .startsWith("*1000 alerts: 1 critical, 999 medium*\n• Critical, opened: ")
        .endsWith("\n… and 990 more");
    assertThat(text.lines()).hasSize(12);
  }

  /** Slack cuts a text of more than 40,000 characters. */
  @Test
  void theLongestStaysBelowWhatSlackShows() throws Exception {
    AlertTemplate template =
        AlertTemplate.of("spec.template", "{{alert.message}}{{alert.message}}{{alert.message}}");
    List<Message> storm = IntStream.range(0, 20).mapToObj(i -> SampleMessages.longest()).toList();
    assertThat(text(storm, template)).hasSizeLessThan(40_000);
    assertThat(text(storm.subList(0, 1), template)).hasSizeLessThan(40_000);
  }

  private static String text(List<Message> messages, @Nullable AlertTemplate template) {
    ObjectNode message = SlackMessage.of(messages, template, false);
    assertThat(message.get("unfurl_links").asBoolean(true)).isFalse();
    return message.get("text").asText();
  }
}
