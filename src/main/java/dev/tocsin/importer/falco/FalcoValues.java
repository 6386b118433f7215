package dev.tocsin.importer.falco;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.falco.FalcoExpression.Subject;

/**
 * Reads values that are more than a text.
 *
 * @param subject what they are compared with, for errors
 * @param line of the condition, for errors
 */
record FalcoValues(Subject subject, int line) {
  /** A network with the length of its prefix; of an address alone all of it. */
  String network(String value) throws NotConvertibleException {
    String network =
        value.indexOf('/') >= 0 ? value : value + (value.indexOf(':') < 0 ? "/32" : "/128");
    if (!network.matches("[0-9a-fA-F.:]+/[0-9]{1,3}")) {
      throw refused("'" + value + "' is no network");
    }
    return network;
  }

  /** The text of bytes in hex. */
  String text(String hex) throws NotConvertibleException {
    if (!hex.matches("([0-9a-fA-F]{2})+")) {
      throw refused("'" + hex + "' is not in hex");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 2) {
      int value = Integer.parseInt(hex.substring(i, i + 2), 16);
      if (value == 0 || value > 0x7f) {
        throw refused("bytes that are no text");
      }
      text.append((char) value);
    }
    return text.toString();
  }

  /** A regular expression that RE2 has. */
  String regex(String value) throws NotConvertibleException {
    try {
      Pattern.compile(value);
      return value;
    } catch (PatternSyntaxException e) {
      throw refused("RE2 does not have '" + e.getPattern() + "': " + e.getDescription());
    }
  }

  /** What a glob is as a regular expression: {@code *} and {@code ?} take slashes too. */
  static String glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String set = glob.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /** Nanoseconds as a duration of CEL: {@code 1.5s}. */
  static String duration(String value) {
    long nanos = Long.parseLong(value);
    String seconds = nanos / 1_000_000_000 + "." + String.format("%09d", nanos % 1_000_000_000);
    return seconds.replaceFirst("\\.?0+$", "") + "s";
  }

  private NotConvertibleException refused(String reason) {
    return new NotConvertibleException(line, subject + ": " + reason);
  }
}
