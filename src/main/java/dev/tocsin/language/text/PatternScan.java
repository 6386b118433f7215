package dev.tocsin.language.text;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a pattern once, before RE2/J does, and adds up what it would become there: RE2/J parses,
 * simplifies and matches by recursion and writes repetitions out, so that a dozen characters can
 * fill any memory or overflow any stack. What is added up is never less than what RE2/J makes.
 */
final class PatternScan {
  /** Beyond any program that fits into memory. */
  private static final long ENDLESS = 1L << 40;

  /** Every program has a step that matches and one that fails, and one for an empty pattern. */
  private static final int ENDS = 3;

  private static final int MAX_NESTING = 100;

  /** RE2/J merges the ranges of each with those of its neighbours, some 600 of them. */
  private static final int MAX_UNICODE_CLASSES = 30;

  /** RE2/J looks up the other case of each character of a range, one by one. */
  private static final int MAX_FOLDED = 1 << 17;

  /**
   * Small letters whose capital has a small letter of its own: RE2/J looks for the way back from
   * there for ever.
   */
  private static final int FIRST_WITHOUT_RETURN = 0x1c80;

  private static final int LAST_WITHOUT_RETURN = 0x1c8f;

  private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?\\}");
  private static final Pattern HEX =
      Pattern.compile("\\\\x(?:\\{([0-9a-fA-F]{1,8})\\}|(\\p{XDigit}{2}))");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{1,3})");
  private static final Pattern UNICODE_CLASS =
      Pattern.compile("\\\\[pP](?:\\{[^}]*\\}|.)", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\\\\Q(.*?)(?:\\\\E|$)", Pattern.DOTALL);
  private static final Pattern GROUP = Pattern.compile("\\(\\?(?:P?<\\w*>|([a-zA-Z-]*)([:)]))");
  private static final Pattern NAMED_CLASS = Pattern.compile("\\[:\\^?\\w+:\\]");

  private final String pattern;
  private final Deque<Sum> around = new ArrayDeque<>();
  private Sum sum = new Sum();
  private int at;
  private int unicodeClasses;
  private boolean ignoresCase;
  private long folded;
  private boolean withoutReturn;

  /** The steps of a group so far. */
  private static final class Sum {
    private long before;
    private long last;

    void add(long steps) {
      before = Math.min(ENDLESS, before + last);
      last = steps;
    }

    /** Its last part, that many times, each time optional. */
    void repeat(long times) {
      last = Math.min(ENDLESS, (last + 2) * Math.max(1, times));
    }

    long total() {
      return Math.min(ENDLESS, before + last);
    }
  }

  private PatternScan(String pattern) {
    this.pattern = pattern;
  }

  /**
   * @return how many instructions the program of the pattern has at most
   * @throws PatternSyntaxException when RE2/J had better not see the pattern, however small
   */
  static long steps(String pattern) {
    PatternScan scan = new PatternScan(pattern);
    scan.read();
    scan.refuse();
    long steps = scan.sum.total();
    for (Sum open : scan.around) {
      steps += open.total(); // never closed: RE2/J will say so
    }
    return Math.min(ENDLESS, steps) + ENDS;
  }

  private void refuse() {
    if (unicodeClasses > MAX_UNICODE_CLASSES) {
      throw new PatternSyntaxException(
          "more than " + MAX_UNICODE_CLASSES + " Unicode classes", pattern);
    }
    if (ignoresCase && withoutReturn) {
      throw new PatternSyntaxException(
          "the letters U+1C80 to U+1C8F cannot be searched for without regard to case", pattern);
    }
    if (ignoresCase && folded > MAX_FOLDED) {
      throw new PatternSyntaxException(
          "ranges of more than " + MAX_FOLDED + " characters without regard to case", pattern);
    }
  }

  private void read() {
    while (at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case '(' -> open();
        case ')' -> close();
        case '|' -> {
          at++;
          sum.add(2); // and nothing to repeat
          sum.add(0);
        }
        case '[' -> {
          characterClass();
          sum.add(1);
        }
        case '*', '+', '?' -> {
          at++;
          sum.repeat(1);
          lazy();
        }
        case '{' -> repetition();
        default -> atom();
      }
    }
  }

  private void open() {
    Matcher group = here(GROUP);
    if (!group.lookingAt()) {
      at++;
    } else {
      at = group.end();
      ignoresCase |= group.group(1) != null && group.group(1).indexOf('i') >= 0;
      if (")".equals(group.group(2))) {
        return;
      }
    }
    around.push(sum);
    sum = new Sum();
    if (around.size() > MAX_NESTING) {
      throw new PatternSyntaxException(
          "more than " + MAX_NESTING + " groups in each other", pattern);
    }
  }

  private void close() {
    at++;
    if (!around.isEmpty()) {
      long inner = sum.total();
      sum = around.pop();
      sum.add(Math.max(1, inner) + 2); // and where the group begins and ends
    }
  }

  private void repetition() {
    Matcher counted = here(REPETITION);
    if (!counted.lookingAt()) {
      atom();
      return;
    }
    at = counted.end();
    long times = Long.parseLong(counted.group(1));
    String most = counted.group(3);
    if (counted.group(2) != null && (most == null || most.isEmpty())) {
      times++; // and any number more
    } else if (most != null) {
      times = Math.max(times, Long.parseLong(most));
    }
    sum.repeat(times);
    lazy();
  }

  private void lazy() {
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
    }
  }

  private void atom() {
    Matcher quoted = here(QUOTED);
    if (quoted.lookingAt()) {
      at = quoted.end();
      quoted
          .group(1)
          .codePoints()
          .forEach(
              letter -> {
                character(letter);
                sum.add(1);
              });
      return;
    }
    character(character());
    sum.add(1);
  }

  private void character(int letter) {
    range(letter, letter);
  }

  /**
   * @param from -1 for what is no single character
   */
  private void range(int from, int to) {
    if (from < 0 || to < from || to < 0x80) {
      return;
    }
    folded += to - from + 1;
    withoutReturn |= from <= LAST_WITHOUT_RETURN && to >= FIRST_WITHOUT_RETURN;
  }

  /** The next character or escape; -1: several characters may stand there, or none. */
  private int character() {
    if (pattern.charAt(at) != '\\' || at + 1 == pattern.length()) {
      int letter = pattern.codePointAt(at);
      at += Character.charCount(letter);
      return letter;
    }
    Matcher unicode = here(UNICODE_CLASS);
    if (unicode.lookingAt()) {
      at = unicode.end();
      unicodeClasses++;
      return -1;
    }
    Matcher hex = here(HEX);
    if (hex.lookingAt()) {
      at = hex.end();
      String digits = hex.group(1) == null ? hex.group(2) : hex.group(1);
      return (int) Math.min(Long.parseLong(digits, 16), Character.MAX_CODE_POINT);
    }
    Matcher octal = here(OCTAL);
    if (octal.lookingAt()) {
      at = octal.end();
      return Integer.parseInt(octal.group(1), 8);
    }
    int letter = pattern.codePointAt(at + 1);
    at += 1 + Character.charCount(letter);
    return letter < 0x80 ? -1 : letter;
  }

  /** To its end: a bracket that comes first is one of its characters. */
  private void characterClass() {
    at++;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
      Matcher named = here(NAMED_CLASS);
      if (named.lookingAt()) {
        at = named.end();
        continue;
      }
      int from = character();
      if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
        at++;
        range(Math.max(0, from), character());
      } else {
        range(from, from);
      }
    }
    at++;
  }

  private Matcher here(Pattern syntax) {
    return syntax.matcher(pattern).region(at, pattern.length());
  }
}
