package dev.tocsin.source.sysmon;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record as the parser takes it. A program can be started with any characters in its arguments,
 * and neither Sysmon nor what passes its records on keeps those out, or escapes them, that no XML
 * may have: with them a record would be refused, and a start go unseen.
 */
final class RecordText {
  private static final char REPLACEMENT = '\ufffd';

  /** An ampersand of XML's own. */
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:(?:amp|lt|gt|quot|apos)|#(\\d{1,10})|#x(\\p{XDigit}{1,8}));");

  /** What begins an element, a comment or the like; anything else is an unescaped sign. */
  private static final Pattern MARKUP =
      Pattern.compile("<(?:[!?]|/?[A-Za-z_][\\w.:-]*(?:\\s+[\\w.:-]+\\s*=\\s*[\"'][^<]*)?\\s*/?>)");

  /** How rsyslog writes a control character: {@code #011} for a tab. */
  private static final Pattern OCTAL = Pattern.compile("#([0-3][0-7]{2})");

  private RecordText() {}

  /** Without characters that XML cannot have, and with its own signs where they are text. */
  static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length() + 16);
    Matcher reference = REFERENCE.matcher(text);
    Matcher markup = MARKUP.matcher(text);
    boolean literal = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      literal = literal ? !text.startsWith("]]>", i) : text.startsWith("<![CDATA[", i);
      if (!allowed(c)) {
        repaired.append(REPLACEMENT);
      } else if (literal) {
        repaired.append(c);
      } else if (c == '&') {
        reference.region(i, text.length());
        if (!reference.lookingAt()) {
          repaired.append("&amp;");
        } else if (allowed(reference)) {
          repaired.append(c);
        } else {
          repaired.append(REPLACEMENT);
          i = reference.end() - 1;
        }
      } else if (c == '<' && !markup.region(i, text.length()).lookingAt()) {
        repaired.append("&lt;");
      } else {
        repaired.append(c);
      }
    }
    return repaired.toString();
  }

  private static boolean allowed(char c) {
    return (c >= ' ' || c == '\t' || c == '\n' || c == '\r') && c < '\ufffe';
  }

  private static boolean allowed(Matcher reference) {
    long code;
    if (reference.group(1) != null) {
      code = Long.parseLong(reference.group(1));
    } else if (reference.group(2) != null) {
      code = Long.parseLong(reference.group(2), 16);
    } else {
      return true;
    }
    return code <= Character.MAX_CODE_POINT
        && (code > Character.MAX_VALUE || (allowed((char) code) && !surrogate((char) code)));
  }

  private static boolean surrogate(char c) {
    return Character.isSurrogate(c);
  }

  /**
   * With the control characters that a daemon of syslog wrote as numbers. Only those: {@code #123}
   * is what somebody typed.
   */
  static String withControls(String text) {
    if (text.indexOf('#') < 0) {
      return text;
    }
    return OCTAL
        .matcher(text)
        .replaceAll(
            match -> {
              int code = Integer.parseInt(match.group(1), 8);
              return code < ' ' || code == 0x7f ? String.valueOf((char) code) : match.group();
            });
  }
}
