package dev.tocsin.language.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link RequiredTexts} out of a pattern: those that RE2 takes, and no others. What it does
 * not know it takes to match anything, so it may find too little and never too much.
 */
final class PatternReader {
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
   * @param required see {@link RequiredTexts#choices}; empty: it may match anything
   * @param whole all that it matches, where these are texts; else absent
   * @param beginnings what it matches begins with one of them; an empty text begins anything
   */
  private record Part(
      List<Set<String>> required, @Nullable Set<String> whole, Set<String> beginnings) {
    static final Part ANYTHING = new Part(List.of(), null, Set.of(""));
  }

  private PatternReader(String pattern) {
    this.pattern = pattern;
  }

  /** Empty when the pattern wants no text that is worth looking for. */
  static Optional<RequiredTexts> read(String pattern) {
    PatternReader reader = new PatternReader(pattern);
    Part part = reader.alternatives();
    if (part.required().isEmpty() || !reader.known || reader.at < pattern.length()) {
      return Optional.empty();
    }
    boolean enough = !reader.ignoreCase && part.required().getFirst().equals(part.whole());
    return Optional.of(new RequiredTexts(part.required(), reader.ignoreCase, enough));
  }

  /** Up to the end of the group. */
  private Part alternatives() {
    List<Part> all = new ArrayList<>();
    all.add(sequence());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all.add(sequence());
    }
    return all.size() == 1 ? all.getFirst() : anyOf(all);
  }

  private static Part anyOf(List<Part> parts) {
    int choices = parts.stream().mapToInt(part -> part.required().size()).max().orElse(0);
    RequiredChoices required = new RequiredChoices();
    if (parts.stream().noneMatch(part -> part.required().isEmpty())) {
      for (int i = 0; i < choices; i++) {
        int nth = i;
        required.add(union(parts, part -> nth(part.required(), nth)));
      }
    }
    Set<String> whole =
        parts.stream().allMatch(part -> part.whole() != null)
            ? union(parts, part -> Objects.requireNonNull(part.whole()))
            : null;
    Set<String> beginnings = union(parts, Part::beginnings);
    return new Part(
        required.best(),
        whole,
        beginnings.size() > RequiredChoices.MOST_TEXTS ? Set.of("") : beginnings);
  }

  private static Set<String> nth(List<Set<String>> choices, int n) {
    return choices.get(Math.min(n, choices.size() - 1));
  }

  private static Set<String> union(List<Part> parts, Function<Part, Set<String>> texts) {
    return parts.stream().map(texts).flatMap(Set::stream).collect(Collectors.toSet());
  }

  private Part sequence() {
    RequiredChoices required = new RequiredChoices();
    StringBuilder run = new StringBuilder();
    Set<String> beginnings = null;
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
      if (least == 0) {
        inner = Part.ANYTHING;
      } else if (letter >= 0) {
        run.appendCodePoint(letter);
      }
      if (letter < 0 || least >= 0) {
        Set<String> here = behind(run.toString(), inner.beginnings());
        beginnings = beginnings == null ? here : beginnings;
        letters = false;
        run.setLength(0);
        required.add(here);
        inner.required().forEach(required::add);
      }
    }
    Set<String> rest = Set.of(run.toString());
    required.add(rest);
    return new Part(required.best(), letters ? rest : null, beginnings == null ? rest : beginnings);
  }

  /** What stands before a group, with each way to begin behind it. */
  private static Set<String> behind(String before, Set<String> beginnings) {
    return beginnings.stream().map(each -> before + each).collect(Collectors.toSet());
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
}
