package dev.tocsin.source.sysmon;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of syslog, taken apart: RFC 5424, RFC 3164 and the two forms that daemons write into
 * files, which are those without the priority. A text that is none of them is all message.
 *
 * @param host who sent it, as it says itself; may be empty
 * @param hasHeader whether it is a line of syslog at all
 */
record SyslogLine(String host, String message, boolean hasHeader) {
  private static final String PRIORITY = "<\\d{1,3}>";
  private static final String NIL = "-";

  /** Priority, version, time, host, application, process, message id; what follows is data. */
  private static final Pattern RFC_5424 =
      Pattern.compile(
          "(?:" + PRIORITY + ")1 \\S{1,64} (\\S{1,255}) \\S{1,255} \\S{1,255} \\S{1,64} ");

  /** {@code Jan 14 00:30:28 host }. */
  private static final Pattern RFC_3164 =
      Pattern.compile(
          "(?:"
              + PRIORITY
              + ")?[A-Z][a-z]{2} [ \\d]\\d (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})? (\\S{1,255}) ");

  /** {@code 2022-01-14T00:30:28.07+00:00 host }: how files, and some senders, have it today. */
  private static final Pattern WITH_ISO_TIME =
      Pattern.compile("(?:" + PRIORITY + ")?\\d{4}-\\d\\d-\\d\\dT[\\d:.,+Z-]{8,40} (\\S{1,255}) ");

  static SyslogLine parse(String text) {
    Matcher header = RFC_5424.matcher(text);
    if (header.lookingAt()) {
      return new SyslogLine(host(header), text.substring(endOfData(text, header.end())), true);
    }
    for (Pattern pattern : new Pattern[] {RFC_3164, WITH_ISO_TIME}) {
      header = pattern.matcher(text);
      if (header.lookingAt()) {
        return new SyslogLine(host(header), text.substring(header.end()), true);
      }
    }
    return new SyslogLine("", text, false);
  }

  private static String host(Matcher header) {
    String host = header.group(1);
    return host.equals(NIL) ? "" : host;
  }

  /**
   * Where structured data ends: {@code -} or {@code [id name="value"]...}, in whose values {@code
   * \]} and {@code \"} are no end.
   */
  private static int endOfData(String text, int begin) {
    int at = begin;
    boolean quoted = false;
    boolean inside = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (c == '"' && inside) {
        quoted = !quoted;
      } else if (!quoted && c == '[') {
        inside = true;
      } else if (!quoted && c == ']') {
        inside = false;
      } else if (!quoted && !inside && c == ' ') {
        return at;
      }
      at++;
    }
    return text.length();
  }
}
