package dev.tocsin.notify.format;

import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people are shown of alerts, whatever the format: unescaped, and bounded. */
final class ReadableAlert {
  /** Of a digest; more are counted. */
  static final int SHOWN = 10;

  static final int LONGEST = 1500;
  private static final int LONGEST_OF_DIGEST = 300;
  private static final int LONGEST_OF_VALUE = 400;

  private ReadableAlert() {}

  /** One thing to know of an alert. */
  record Line(String label, String value) {}

  /** {@code High, opened: A shell in a pod}. */
  static String headline(Message message) {
    return message.view().severity()
        + ", "
        + (message.transition() == Transition.REPEATED
            ? "still open"
            : message.event().toLowerCase(Locale.ROOT))
        + ": "
        + message.view().title();
  }

  /** What happened: the user's words, or the alert's own. */
  static String body(
      Message message, @Nullable AlertTemplate template, UnaryOperator<String> escape) {
    return body(message, template, escape, LONGEST);
  }

  private static String body(
      Message message,
      @Nullable AlertTemplate template,
      UnaryOperator<String> escape,
      int longest) {
    return template == null
        ? escape.apply(cut(message.view().message(), longest))
        : template.render(message.view(), value -> escape.apply(cut(value, longest)), 2 * longest);
  }

  /** Where it was, what did it, how often. */
  static List<Line> lines(Message message, boolean brief) {
    List<Line> lines = new ArrayList<>();
    add(lines, "Where", where(message));
    String binary = message.text("/spec/process/binary");
    String arguments = brief ? "" : message.text("/spec/process/arguments");
    add(lines, "Process", arguments.isEmpty() ? binary : binary + " " + arguments);
    add(lines, "Seen", seen(message));
    add(lines, "Policy", message.view().policyNamespace() + "/" + message.view().policy());
    add(lines, "ATT&CK", String.join(", ", message.view().techniques()));
    add(lines, "Note", message.text("/spec/triage/note"));
    add(lines, "Alert", message.namespace() + "/" + message.name());
    return lines;
  }

  private static String where(Message message) {
    StringBuilder where = new StringBuilder(message.subject());
    String node = message.view().where().node().name();
    if (!node.isEmpty() && !node.equals(message.subject())) {
      where.append(", node ").append(node);
    }
    if (!message.view().cluster().isEmpty()) {
      where.append(", cluster ").append(message.view().cluster());
    }
    return where.toString();
  }

  private static String seen(Message message) {
    long nanos = message.view().firstSeenNanos();
    return times(message)
        + (nanos == 0
            ? ""
            : ", first "
                + Timestamps.format(
                    Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)));
  }

  private static String times(Message message) {
    return message.view().count() == 1 ? "once" : message.view().count() + " times";
  }

  private static void add(List<Line> lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.add(new Line(label, cut(value, LONGEST_OF_VALUE)));
    }
  }

  /** {@code 12 alerts: 2 Critical, 10 High}. */
  static String digestHeadline(List<Message> messages) {
    Map<SeverityScale, Integer> counts = new EnumMap<>(SeverityScale.class);
    messages.forEach(each -> counts.merge(each.severity(), 1, Integer::sum));
    return messages.size()
        + " alerts: "
        + counts.entrySet().stream()
            .sorted(Map.Entry.<SeverityScale, Integer>comparingByKey().reversed())
            .map(each -> each.getValue() + " " + each.getKey().cim)
            .collect(Collectors.joining(", "));
  }

  /** The most severe of them, each on one line. */
  static List<String> digestLines(
      List<Message> messages, @Nullable AlertTemplate template, UnaryOperator<String> escape) {
    return messages.stream()
        .sorted(Comparator.comparing(Message::severity).reversed())
        .limit(SHOWN)
        .map(
            each ->
                escape.apply(cut(headline(each), LONGEST_OF_DIGEST))
                    + " ("
                    + escape.apply(each.subject())
                    + ", "
                    + times(each)
                    + ") "
                    + body(each, template, escape, LONGEST_OF_DIGEST))
        .toList();
  }

  /** {@code and 290 more}; {@code ""} where all are shown. */
  static String more(List<Message> messages) {
    return messages.size() <= SHOWN ? "" : "and " + (messages.size() - SHOWN) + " more";
  }

  /** Before it is escaped: an escape that is cut would say something else. */
  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
