package dev.tocsin.importer.falco;

import com.google.common.base.Ascii;
import dev.tocsin.importer.NotConvertibleException;
import dev.tocsin.importer.falco.FalcoExpression.Both;
import dev.tocsin.importer.falco.FalcoExpression.Called;
import dev.tocsin.importer.falco.FalcoExpression.Check;
import dev.tocsin.importer.falco.FalcoExpression.Either;
import dev.tocsin.importer.falco.FalcoExpression.Negated;
import dev.tocsin.importer.falco.FalcoExpression.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a condition. {@code or} binds weakest, then {@code and}, then {@code not}. */
final class FalcoParser {
  private static final int DEEPEST = 100;
  private static final Pattern BLANK = Pattern.compile("\\s*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern INDEX = Pattern.compile("\\[([^\\]]*)\\]");
  private static final Pattern SYMBOL = Pattern.compile("==|!=|<=|>=|=|<|>");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
  private static final Pattern BARE = Pattern.compile("[^\\s()\"'=,]+");
  private static final Set<String> LISTS = Set.of("in", "intersects", "pmatch");
  private static final Set<String> OPERATORS =
      Set.of(
          "contains",
          "icontains",
          "bcontains",
          "startswith",
          "bstartswith",
          "endswith",
          "glob",
          "iglob",
          "regex",
          "in",
          "intersects",
          "pmatch");
  private static final Set<String> QUANTIFIERS = Set.of("oneof", "anyof", "allof");
  private static final Set<String> TRANSFORMERS =
      Set.of("tolower", "toupper", "b64", "basename", "len", "join", "concat", "getopt");

  private final String text;
  private final int line;
  private int at;
  private int depth;

  private FalcoParser(String text, int line) {
    this.text = text;
    this.line = line;
  }

  /**
   * @param line of the condition, for errors
   */
  static FalcoExpression parse(String text, int line) throws NotConvertibleException {
    FalcoParser parser = new FalcoParser(text, line);
    FalcoExpression expression = parser.either();
    parser.skip();
    if (parser.at < text.length()) {
      throw parser.unexpected();
    }
    return expression;
  }

  /** The values of a list in brackets. */
  static List<String> values(String text, int line) throws NotConvertibleException {
    return new FalcoParser(text, line).list();
  }

  private NotConvertibleException unexpected() {
    String rest = text.substring(Math.min(at, text.length()));
    return new NotConvertibleException(
        line,
        rest.isBlank()
            ? "condition ends too early"
            : "condition: '"
                + rest.substring(0, Math.min(rest.length(), 20)).strip()
                + "' is not expected there");
  }

  private void skip() {
    take(BLANK);
  }

  /** The text at this place, or empty. */
  private String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private boolean takeChar(char c) {
    skip();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  /** A word by itself: {@code and}. */
  private boolean takeWord(String word) {
    skip();
    int end = at + word.length();
    boolean there =
        text.regionMatches(at, word, 0, word.length())
            && (end == text.length() || " \t\r\n()".indexOf(text.charAt(end)) >= 0);
    at = there ? end : at;
    return there;
  }

  private FalcoExpression either() throws NotConvertibleException {
    List<FalcoExpression> parts = new ArrayList<>(List.of(both()));
    while (takeWord("or")) {
      parts.add(both());
    }
    return parts.size() == 1 ? parts.getFirst() : new Either(List.copyOf(parts));
  }

  private FalcoExpression both() throws NotConvertibleException {
    List<FalcoExpression> parts = new ArrayList<>(List.of(single()));
    while (takeWord("and")) {
      parts.add(single());
    }
    return parts.size() == 1 ? parts.getFirst() : new Both(List.copyOf(parts));
  }

  private FalcoExpression single() throws NotConvertibleException {
    if (++depth > DEEPEST) {
      throw new NotConvertibleException(line, "condition is nested too deep");
    }
    try {
      if (takeWord("not")) {
        return new Negated(single());
      }
      if (takeChar('(')) {
        FalcoExpression inner = either();
        if (!takeChar(')')) {
          throw unexpected();
        }
        return inner;
      }
      return check();
    } finally {
      depth--;
    }
  }

  private FalcoExpression check() throws NotConvertibleException {
    skip();
    int start = at;
    String name = take(NAME);
    if (name.isEmpty()) {
      throw unexpected();
    }
    if (name.indexOf('.') < 0 && !TRANSFORMERS.contains(name)) {
      return new Called(name);
    }
    at = start;
    Subject subject = subject(new ArrayList<>());
    skip();
    if (takeWord("exists")) {
      return new Check(subject, "exists", "", List.of(), "");
    }
    return comparison(subject);
  }

  private Subject subject(List<String> transformers) throws NotConvertibleException {
    skip();
    String name = take(NAME);
    if (TRANSFORMERS.contains(name) && takeChar('(')) {
      transformers.add(name);
      Subject inner = subject(transformers);
      if (!takeChar(')')) {
        throw new NotConvertibleException(
            line, "transformer '" + name + "' of more than a field is not supported");
      }
      return inner;
    }
    if (name.isEmpty()) {
      throw unexpected();
    }
    String index = take(INDEX);
    return new Subject(
        name,
        index.isEmpty() ? "" : index.substring(1, index.length() - 1),
        List.copyOf(transformers));
  }

  private FalcoExpression comparison(Subject subject) throws NotConvertibleException {
    String operator = take(SYMBOL);
    String quantifier = "";
    if (operator.isEmpty()) {
      int start = at;
      operator = Ascii.toLowerCase(take(WORD));
      if (!OPERATORS.contains(operator)) {
        at = start;
        throw new NotConvertibleException(
            line, "condition: '" + subject + "' is not followed by an operator");
      }
      skip();
      start = at;
      quantifier = Ascii.toLowerCase(take(WORD));
      if (!QUANTIFIERS.contains(quantifier)) {
        quantifier = "";
        at = start;
      }
    }
    if (takeWord("val")) {
      takeChar('(');
      Subject other = subject(new ArrayList<>());
      if (!takeChar(')') || !other.transformers().isEmpty()) {
        throw unexpected();
      }
      return new Check(subject, plain(operator), quantifier, List.of(), other.toString());
    }
    List<String> values =
        LISTS.contains(operator) || !quantifier.isEmpty() ? list() : List.of(value());
    return new Check(subject, plain(operator), quantifier, values, "");
  }

  private static String plain(String operator) {
    return operator.equals("==") ? "=" : operator;
  }

  /** Empty entries are what an empty list leaves. */
  private List<String> list() throws NotConvertibleException {
    if (!takeChar('(')) {
      return List.of(value());
    }
    List<String> values = new ArrayList<>();
    while (!takeChar(')')) {
      if (takeChar(',')) {
        continue;
      }
      values.add(value());
    }
    return values;
  }

  private String value() throws NotConvertibleException {
    skip();
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return quoted(text.charAt(at++));
    }
    String bare = take(BARE);
    if (bare.isEmpty()) {
      throw unexpected();
    }
    return bare;
  }

  private String quoted(char quote) throws NotConvertibleException {
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char next = text.charAt(at++);
        switch (next) {
          case 'n' -> value.append('\n');
          case 't' -> value.append('\t');
          case 'r' -> value.append('\r');
          case '\\', '"', '\'' -> value.append(next);
          default -> value.append(c).append(next);
        }
      } else {
        value.append(c);
      }
    }
    if (at++ >= text.length()) {
      throw new NotConvertibleException(line, "condition: a text is not closed");
    }
    return value.toString();
  }
}
