package dev.tocsin.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What log collectors write before a line of a program: only known forms, because a line of another
 * program may hold any text that somebody made it write.
 *
 * @param end the index of the program's own text
 * @param stream {@code stdout} or {@code stderr} of a line in the form of CRI, else empty
 * @param partial whether the line goes on in the next one of its stream
 */
record LinePrefix(int end, String stream, boolean partial) {
  private static final String TIME =
      "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?";
  private static final String BLANKS = "[ \\t]{1,64}";
  private static final String PRIORITY = "(?:<\\d{1,3}>)?";

  /** {@code /var/log/pods}: {@code 2026-11-24T10:00:01.12Z stdout F }. */
  private static final Pattern CRI =
      Pattern.compile(TIME + " (stdout|stderr) ([FP])(?::[\\w:]{1,64})? ");

  private static final Pattern[] OTHERS = {
    // kubectl logs --prefix, with or without --timestamps
    Pattern.compile(
        "\\[[A-Za-z][^\\]{}\"]{0,255}\\]" + BLANKS + "(?:" + TIME + BLANKS + ")?(?=\\{)"),
    // logcli query: the time and the labels of the stream
    Pattern.compile(
        TIME
            + BLANKS
            + "\\{[^{}\"]{0,99}(?:\"[^\"]{0,999}\"[^{}\"]{0,99}){1,99}\\}"
            + BLANKS
            + "(?=\\{)"),
    // kubectl logs --timestamps, docker logs --timestamps
    Pattern.compile(TIME + BLANKS + "(?=\\{)"),
    // RFC 3164, rsyslog's files, journalctl -o short and its relatives
    Pattern.compile(
        PRIORITY
            + "(?:[A-Z][a-z]{2} [ \\d]\\d (?:\\d{4} )?\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?|"
            + TIME
            + "|[A-Z][a-z]{2} "
            + TIME
            + " [A-Z]{1,5}|\\d{9,11}\\.\\d{1,9}|\\[ *\\d{1,12}\\.\\d{1,9}\\])"
            + BLANKS
            + "\\S{1,255}"
            + BLANKS
            + "[^\\s\\[:{]{1,128}(?:\\[\\d{1,10}\\])?:"
            + BLANKS
            + "(?=\\{)"),
    // RFC 5424
    Pattern.compile(
        "<\\d{1,3}>1 \\S{1,64} \\S{1,255} \\S{1,48} \\S{1,128} \\S{1,32} (?:-|\\[[^\\]]{0,999}\\])"
            + " \\x{feff}?(?=\\{)"),
    // stern, docker compose
    Pattern.compile(
        "(?:[a-z0-9][\\w./-]{0,252}[ \\t|]{1,64}){1,3}(?:" + TIME + BLANKS + ")?(?=\\{)"),
    // journalctl -o export and -o verbose, server-sent events
    Pattern.compile("(?:MESSAGE=|data:[ \\t]{0,8})(?=\\{)")
  };

  /** Null where the text from there on has no such prefix. */
  static @Nullable LinePrefix of(String text, int from) {
    Matcher matcher = CRI.matcher(text).region(from, text.length());
    if (matcher.lookingAt()) {
      return new LinePrefix(matcher.end(), matcher.group(1), matcher.group(2).equals("P"));
    }
    for (Pattern pattern : OTHERS) {
      Matcher other = pattern.matcher(text).region(from, text.length());
      if (other.lookingAt()) {
        return new LinePrefix(other.end(), "", false);
      }
    }
    return null;
  }
}
