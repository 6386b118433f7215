package dev.tocsin.notify.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.text.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as one message for a workflow of Microsoft Teams: an Adaptive Card 1.4. All text is in
 * runs of rich text blocks, the one place where a card takes no Markdown, so nothing that was seen
 * makes a link, an image or a mention.
 */
public final class AdaptiveCard {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AdaptiveCard() {}

  /**
   * @param brief without what can be long
   */
  public static ObjectNode of(
      List<Message> messages, @Nullable AlertTemplate template, boolean brief) {
    ObjectNode card =
        JSON.createObjectNode()
            .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .put("type", "AdaptiveCard")
            .put("version", "1.4");
    ArrayNode body = card.putArray("body");
    if (messages.size() == 1) {
      single(body, messages.getFirst(), template, brief);
    } else {
      digest(body, messages, template);
    }
    ObjectNode message = JSON.createObjectNode().put("type", "message");
    message
        .putArray("attachments")
        .addObject()
        .put("contentType", "application/vnd.microsoft.card.adaptive")
        .putNull("contentUrl")
        .set("content", card);
    return message;
  }

  private static void single(
      ArrayNode body, Message message, @Nullable AlertTemplate template, boolean brief) {
    block(body, Visible.line(ReadableAlert.headline(message)), "");
    if (!brief) {
      block(body, "", ReadableAlert.body(message, template, Visible::line));
    }
    for (ReadableAlert.Line each : ReadableAlert.lines(message, brief)) {
      block(body, each.label() + ": ", Visible.line(each.value()));
    }
  }

  private static void digest(
      ArrayNode body, List<Message> messages, @Nullable AlertTemplate template) {
    block(body, ReadableAlert.digestHeadline(messages), "");
    for (String each : ReadableAlert.digestLines(messages, template, Visible::line)) {
      block(body, "", "• " + each);
    }
    String more = ReadableAlert.more(messages);
    if (!more.isEmpty()) {
      block(body, "", "… " + more);
    }
  }

  private static void block(ArrayNode body, String bold, String plain) {
    ArrayNode inlines =
        body.addObject().put("type", "RichTextBlock").put("spacing", "Small").putArray("inlines");
    if (!bold.isEmpty()) {
      inlines.addObject().put("type", "TextRun").put("text", bold).put("weight", "Bolder");
    }
    if (!plain.isEmpty()) {
      inlines.addObject().put("type", "TextRun").put("text", plain);
    }
  }
}
