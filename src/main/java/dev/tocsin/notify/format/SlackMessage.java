package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.text.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as one message of Slack: all in {@code text}, which Mattermost and Rocket.Chat show too,
 * while they know no blocks. It stays far below the 40,000 characters after which Slack cuts.
 */
public final class SlackMessage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Ends a name where a reader would find a mention, or a link in Markdown. */
  private static final char NOTHING = '\u200b';

  private SlackMessage() {}

  /**
   * @param brief without what can be long
   */
  public static ObjectNode of(
      List<Message> messages, @Nullable AlertTemplate template, boolean brief) {
    return JSON.createObjectNode()
        .put(
            "text",
            messages.size() == 1
                ? single(messages.getFirst(), template, brief)
                : digest(messages, template))
        .put("unfurl_links", false)
        .put("unfurl_media", false);
  }

  private static String single(Message message, @Nullable AlertTemplate template, boolean brief) {
    StringBuilder text = new StringBuilder();
    text.append('*').append(escape(ReadableAlert.headline(message))).append('*');
    if (!brief) {
      text.append('\n').append(ReadableAlert.body(message, template, SlackMessage::escape));
    }
    for (ReadableAlert.Line each : ReadableAlert.lines(message, brief)) {
      text.append('\n').append(escape(each.label())).append(": ").append(escape(each.value()));
    }
    return text.toString();
  }

  private static String digest(List<Message> messages, @Nullable AlertTemplate template) {
    StringBuilder text = new StringBuilder();
    text.append('*').append(ReadableAlert.digestHeadline(messages)).append('*');
    for (String each : ReadableAlert.digestLines(messages, template, SlackMessage::escape)) {
      text.append("\n• ").append(each);
    }
    String more = ReadableAlert.more(messages);
    return more.isEmpty() ? text.toString() : text.append("\n… ").append(more).toString();
  }

  /**
   * Text that is nothing but text: no mention ({@code <!channel>} in Slack, {@code @all} in
   * others), no link with another name, no image, no line or block of its own. Bold and italics are
   * let be, so that a path can be copied.
   */
  static String escape(String value) {
    String line = Visible.line(value);
    StringBuilder escaped = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '@', ']', '`' -> escaped.append(c).append(NOTHING);
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
