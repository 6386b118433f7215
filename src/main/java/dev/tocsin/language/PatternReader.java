package dev.tocsin.language;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link RequiredTexts} out of a pattern: those that RE2 takes, and no others. What it does
 * not know it takes to match anything, so it may find too little and never too much.
 */
final class PatternReader {
  /** A single letter is nearly everywhere. */
  private static final int SHORTEST = 2;

  private static final int MOST = 64;

  /** What broken UTF-8 is decoded to; the texts are looked for before that. */
  private static final char REPLACEMENT = '\ufffd';

  private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,\\d*)?\\}");
  private static final Pattern HEX = Pattern.compile("x([0-9a-fA-F]{2})");
  private static final Pattern GROUP = Pattern.compile("\\?(?:P?<\\w+>|[ims]*:)");
  private static final Pattern FLAGS = Pattern.compile("\\?([ims]+)\\)");

  private final String pattern;
  private int at;
  private boolean ignoreCase;
  private boolean known = true;

  /**
   * A part of the pattern.
   *
   * @param required texts of which one must stand in what it matches; absent: it may match anything
   * @param whole all that it matches, where these are texts; else absent
   */
  private record Part(@Nullable Set<String> required, @Nullable Set<String> whole) {
    static final Part ANYTHING = new Part(null, null);
  }

  private PatternReader(String pattern) {
    this.pattern = pattern;
  }

  /** Empty when the pattern wants no text that is worth looking for. */
  static Optional<RequiredTexts> read(String pattern) {
    PatternReader reader = new PatternReader(pattern);
    Set<String> texts = reader.alternatives().required();
    return texts == null || !reader.known || reader.at < pattern.length()
        ? Optional.empty()
        : Optional.of(new RequiredTexts(texts, reader.ignoreCase));
  }

  /** Up to the end of the group. */
  private Part alternatives() {
    Set<String> required = new LinkedHashSet<>();
    Set<String> whole = new LinkedHashSet<>();
    boolean anything = false;
    boolean texts = true;
    while (true) {
      Part one = sequence();
      anything |= one.required() == null;
      texts &= one.whole() != null;
      if (one.required() != null) {
        required.addAll(one.required());
      }
      if (one.whole() != null) {
        whole.addAll(one.whole());
      }
      if (at >= pattern.length() || pattern.charAt(at) != '|') {
        return new Part(
            anything || required.size() > MOST ? null : required,
            texts && whole.size() <= MOST ? whole : null);
      }
      at++;
    }
  }

  /** The most telling of what must stand one after the other. */
  private Part sequence() {
    Set<String> best = null;
    StringBuilder run = new StringBuilder();
    boolean letters = true;
    while (known && at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      Part inner = Part.ANYTHING;
      int letter = -1;
      if (pattern.charAt(at) == '(') {
        inner = group();
      } else {
        letter = letter();
      }
      int least = leastRepetitions();
      letters &= letter >= 0 && least < 0;
      if (letter >= 0 && least != 0) {
        run.appendCodePoint(letter);
      }
      if (least < 0 && inner.whole() != null) {
        best = better(best, behind(run.toString(), inner.whole()));
      }
      if (letter < 0 || least >= 0) {
        best = better(best, run);
        run.setLength(0);
      }
      if (inner.required() != null && least != 0) {
        best = better(best, inner.required());
      }
    }
    return new Part(better(best, run), letters ? Set.of(run.toString()) : null);
  }

  /** What stands before a group, with each of its alternatives behind it. */
  private static Set<String> behind(String before, Set<String> alternatives) {
    return alternatives.stream().map(each -> before + each).collect(Collectors.toSet());
  }

  /** After its opening parenthesis was seen, which may be one of flags only. */
  private Part group() {
    at++;
    Matcher flags = matcher(FLAGS);
    if (flags.lookingAt()) {
      at = flags.end();
      ignoreCase |= flags.group(1).indexOf('i') >= 0;
      return Part.ANYTHING;
    }
    Matcher head = matcher(GROUP);
    if (head.lookingAt()) {
      ignoreCase |= head.group().indexOf('i') >= 0 && head.group().endsWith(":");
      at = head.end();
    } else if (at < pattern.length() && pattern.charAt(at) == '?') {
      known = false;
      return Part.ANYTHING;
    }
    Part inner = alternatives();
    at++;
    return inner;
  }

  /** The character that must stand there; -1: several may, or none. */
  private int letter() {
    int letter = pattern.codePointAt(at);
    at += Character.charCount(letter);
    return switch (letter) {
      case '.', '^', '$' -> -1;
      case '[' -> {
        characterClass();
        yield -1;
      }
      case '\\' -> escaped();
      default -> letter;
    };
  }

  private int escaped() {
    char escaped = pattern.charAt(at);
    Matcher hex = matcher(HEX);
    if (hex.lookingAt()) {
      at = hex.end();
      return Integer.parseInt(hex.group(1), 16);
    }
    at++;
    return switch (escaped) {
      case 'd', 'D', 's', 'S', 'w', 'W', 'b', 'B', 'A', 'z' -> -1;
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> {
        known &= !Character.isLetterOrDigit(escaped) && escaped < 128;
        yield escaped;
      }
    };
  }

  /** To its end: a bracket that comes first is one of its characters. */
  private void characterClass() {
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
      if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
        at = pattern.indexOf(":]", at) + 2;
      } else {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
    }
    at++;
  }

  /** -1: it is not repeated. */
  private int leastRepetitions() {
    if (at >= pattern.length()) {
      return -1;
    }
    Matcher counted = matcher(REPETITION);
    int least;
    if (counted.lookingAt()) {
      at = counted.end();
      least = Integer.parseInt(counted.group(1));
    } else {
      least =
          switch (pattern.charAt(at)) {
            case '*', '?' -> 0;
            case '+' -> 1;
            default -> -1;
          };
      at += least < 0 ? 0 : 1;
    }
    if (least >= 0 && at < pattern.length() && pattern.charAt(at) == '?') {
      at++; // as few as possible
    }
    return least;
  }

  private Matcher matcher(Pattern syntax) {
    return syntax.matcher(pattern).region(at, pattern.length());
  }

  private static @Nullable Set<String> better(@Nullable Set<String> best, StringBuilder run) {
    return run.isEmpty() ? best : better(best, Set.of(run.toString()));
  }

  private static @Nullable Set<String> better(@Nullable Set<String> best, Set<String> other) {
    if (shortest(other) < SHORTEST
        || other.stream().anyMatch(text -> text.indexOf(REPLACEMENT) >= 0)) {
      return best;
    }
    return best == null || shortest(other) > shortest(best) ? other : best;
  }

  private static int shortest(Set<String> texts) {
    return texts.stream().mapToInt(String::length).min().orElse(0);
  }
}
