package dev.tocsin.engine.redaction;

import org.jspecify.annotations.Nullable;

/**
 * A name and where its value begins: {@code NAME=x}, {@code "name": x}, {@code --name=x}, {@code
 * &name=x}.
 *
 * @param before the character before the name and its quote, 0 where a word begins
 * @param quoted whether the name is in quotes
 * @param value may be the end of the word: then the value is the next one
 */
record Assignment(String name, char before, boolean quoted, char delimiter, int value) {

  /**
   * The one with this {@code =} or {@code :}, {@code null} where no name is before it.
   *
   * @param start where the word begins
   */
  static @Nullable Assignment at(CharSequence text, int start, int at, int end) {
    char delimiter = text.charAt(at);
    int value = at + 1;
    if (value < end && delimiter == ':' && text.charAt(value) == ':') {
      return null; // a name in a language
    }
    if (value < end && (text.charAt(value) == '=' || text.charAt(value) == '>')) {
      value++;
    }
    int last = at;
    boolean quoted = last > start && Quotes.isQuote(text.charAt(last - 1));
    if (quoted) {
      last--;
      last -= last > start && text.charAt(last - 1) == '\\' ? 1 : 0;
    }
    int first = last;
    while (first > start
        && last - first < SecretNames.LONGEST
        && isOfName(text.charAt(first - 1))) {
      first--;
    }
    while (first < last && text.charAt(first) == '-') {
      first++;
    }
    if (first == last) {
      return null;
    }
    return new Assignment(
        text.subSequence(first, last).toString(),
        before(text, start, first),
        quoted,
        delimiter,
        value);
  }

  /** The one that a quoted text begins with; blanks may be between delimiter and value. */
  static @Nullable Assignment atBeginning(CharSequence text, int from, int to) {
    int at = from;
    while (at < to && at - from < SecretNames.LONGEST && isOfName(text.charAt(at))) {
      at++;
    }
    if (at == to || (text.charAt(at) != '=' && text.charAt(at) != ':')) {
      return null;
    }
    Assignment found = at(text, from, at, to);
    if (found == null) {
      return null;
    }
    int value = found.value();
    while (value < to && Quotes.isBlank(text.charAt(value))) {
      value++;
    }
    return new Assignment(found.name(), found.before(), found.quoted(), found.delimiter(), value);
  }

  boolean isOfSecret() {
    return before == '?' || before == '&' || quoted
        ? SecretNames.isSecretParameter(name)
        : SecretNames.isSecret(name);
  }

  /**
   * What ends a value that is not in quotes, within its word.
   *
   * @param first what the word begins with: a quote ends with it
   */
  String terminators(char first) {
    String quote = Quotes.isQuote(first) ? String.valueOf(first) : "";
    return switch (before) {
      case '?', '&' -> "&#\"'`";
      case ';' -> ";\"'`";
      case ',', '{', '[' -> ",}]\"'`";
      case '(' -> ",)\"'`";
      default -> quoted ? ",}]" + quote : quote;
    };
  }

  private static char before(CharSequence text, int start, int first) {
    int at = first - 1;
    while (at >= start && text.charAt(at) == '-') {
      at--;
    }
    if (at >= start && Quotes.isQuote(text.charAt(at))) {
      at--;
      at -= at >= start && text.charAt(at) == '\\' ? 1 : 0;
    }
    return at < start ? 0 : text.charAt(at);
  }

  private static boolean isOfName(char c) {
    return KnownTokens.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }
}
