package dev.tocsin.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The values in a text of a ConfigMap, one a line, read as people mean them: YAML's dash before a
 * value and its quotes around one, a comment after a value, commas between values, and blanks that
 * nobody sees are no part of it. What may have been given another spec is noted.
 */
public final class ListText {
  /** Not one within the brackets of a pattern: {@code x{1,3}}. */
  private static final Pattern COMMA = Pattern.compile(",(?![^(\\[{]*[)\\]}])");

  /** What is said of a value that is not as it was written. */
  public static final String BLANKS =
      "blanks around the value and characters that cannot be seen are no part of it";

  /** The most notes of one text. */
  private static final int MOST_NOTES = 5;

  private final List<String> values = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ListText() {}

  public static ListText parse(String text) {
    ListText list = new ListText();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      list.line(line, number);
    }
    return list;
  }

  /** In the order of the text. */
  public List<String> values() {
    return Collections.unmodifiableList(values); // not copied: policies share them
  }

  /** What was read otherwise than it stands there, for the first such lines. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** A text without blanks around it, visible or not, and without invisible signs in it. */
  public static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !isInvisible(c))
        .map(c -> Character.isSpaceChar(c) || Character.isWhitespace(c) ? ' ' : c)
        .forEach(visible::appendCodePoint);
    return visible.toString().strip();
  }

  /** Byte order marks, zero-width and control characters. */
  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT
        || (Character.isISOControl(c) && !Character.isWhitespace(c));
  }

  private void line(String written, int number) {
    String line = visible(written);
    if (line.isEmpty() || line.startsWith("#") || line.equals("-") || line.equals("---")) {
      return;
    }
    if (line.startsWith("- ")) {
      line = line.substring(2).strip();
      note(number, "the dash before the value is no part of it");
    }
    line = withoutComment(line, number);
    if (isQuoted(line)) {
      line = unquoted(line, number);
    } else if (COMMA.matcher(line).find()) {
      separated(line, number);
      return;
    }
    add(line);
  }

  private void note(int number, String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add("line " + number + ": " + text);
    }
  }

  private void add(String value) {
    if (!value.isEmpty()) {
      values.add(value);
    }
  }

  /** As in YAML, a comment begins after a blank, and not within quotes. */
  private String withoutComment(String line, int number) {
    int from = line.charAt(0) == '"' || line.charAt(0) == '\'' ? closing(line) + 1 : 0;
    int comment = line.indexOf(" #", Math.max(0, from));
    if (comment < 0) {
      return line;
    }
    note(number, "what follows # is a comment");
    return line.substring(0, comment).strip();
  }

  private static int closing(String line) {
    return line.indexOf(line.charAt(0), 1);
  }

  private static boolean isQuoted(String line) {
    return line.length() >= 2
        && (line.charAt(0) == '"' || line.charAt(0) == '\'')
        && closing(line) == line.length() - 1;
  }

  private String unquoted(String line, int number) {
    note(number, "the quotes around the value are no part of it");
    return line.substring(1, line.length() - 1);
  }

  private void separated(String line, int number) {
    note(number, "values between commas are values of their own");
    for (String each : COMMA.split(line)) {
      String value = each.strip();
      add(isQuoted(value) ? value.substring(1, value.length() - 1) : value);
    }
  }
}
