package dev.tocsin.engine.redaction;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds secrets in one pass over the words of a text. A word ends at a blank outside quotes; a
 * quoted part with blanks in it is a text of its own, a few levels deep. So each character is read
 * a few times, however the text is made.
 *
 * <p>In doubt a value is a secret: what is masked in vain is still in the agent's own events.
 */
public final class SecretScan {
  private static final int DEEPEST = 3;
  private static final Set<String> SEPARATORS = Set.of(";", "&&", "||", "&", "|");
  private static final Set<String> ASSIGNMENTS = Set.of("=", ":", "=>", ":=", "==");

  /** Ways to authenticate, before the secret in a header. */
  private static final Set<String> SCHEMES =
      Set.of(
          "bearer", "basic", "token", "digest", "negotiate", "apikey", "key", "aws4-hmac-sha256");

  private static final Pattern OPTION = Pattern.compile("--[A-Za-z].*|-[A-Za-z]");
  private static final Pattern BEARER_TOKEN = Pattern.compile("[\\w.~+/=-]{8,}[\"',;)}]*");

  /** Before a command line, as in {@code sh -lc}. */
  private static final Pattern COMMAND_OPTION = Pattern.compile("-[a-z]*c|-Command|/c");

  /** What is shorter is no text of words. */
  private static final int SHORTEST_TEXT = 4;

  /** Length of AWS's secret keys. */
  private static final int SECRET_KEY = 40;

  /** What the word before asks for. */
  private enum Expected {
    NOTHING,
    /** The value of a name. */
    VALUE,
    /** The word after an option, unless it is an option itself. */
    OPERAND,
    /** The value of a header that may begin with a scheme. */
    AUTHORIZATION,
    /** {@code a=b; c=d}. */
    COOKIE,
    BEARER,
    BASIC
  }

  private final Quotes quotes;
  private final CharSequence text;
  private final Masks masks;
  private final ProgramContext programs;
  private final int depth;

  private Expected expected = Expected.NOTHING;
  private String word = "";
  private String wordBefore = "";
  private boolean accessKey;
  private final EchoedSecrets echoed;

  private SecretScan(CharSequence text, Masks masks, ProgramContext programs, int depth) {
    this.text = text;
    this.quotes = new Quotes(text);
    this.masks = masks;
    this.echoed = new EchoedSecrets(masks);
    this.programs = programs;
    this.depth = depth;
  }

  /**
   * Adds what is a secret in the text.
   *
   * @param programs names or paths of the programs that the text is about
   */
  public static void find(CharSequence text, Collection<String> programs, Masks masks) {
    new SecretScan(text, masks, new ProgramContext(programs), 0).scan(0, text.length());
  }

  private void scan(int from, int to) {
    int at = from;
    while (at < to) {
      if (Quotes.isBlank(text.charAt(at))) {
        at++;
        continue;
      }
      int end = depth < DEEPEST ? quotes.wordEnd(at, to) : quotes.plainEnd(at, to);
      at = take(at, end, to);
    }
  }

  /** Takes the word, and returns where the next one may begin. */
  private int take(int start, int end, int to) {
    wordBefore = word;
    word = text.subSequence(start, end).toString();
    int pem = PrivateKey.end(quotes, start, start + word.length(), to, masks);
    if (pem > start) {
      return pem;
    }
    int taken = expectedValue(start, end);
    if (taken > start) {
      return taken;
    }
    if (SEPARATORS.contains(word) || word.endsWith(";")) {
      programs.reset();
      echoed.separator(word);
      if (word.length() <= 2) {
        return end;
      }
    }
    echoed.take(word, start, end);
    secretOfAccessKey(start, end);
    String bare = Quotes.strip(word);
    if (programs.take(bare, start + word.indexOf(bare), masks)) {
      return end;
    }
    if (ASSIGNMENTS.contains(word) && SecretNames.isSecret(Quotes.strip(wordBefore))) {
      expected = Expected.VALUE;
      return end;
    }
    expectAfter(bare);
    if (programs.isOther(bare)) {
      expected = Expected.NOTHING;
      return end;
    }
    parts(start, end);
    return end;
  }

  private void expectAfter(String bare) {
    if (ProgramSecrets.isOption(bare) && bare.length() <= SecretNames.LONGEST) {
      if (SecretNames.isSecretOption(withoutDashes(bare))) {
        expected = Expected.OPERAND;
      }
    } else if (bare.equalsIgnoreCase("bearer")) {
      expected = Expected.BEARER;
    } else if (bare.equalsIgnoreCase("basic")) {
      expected = Expected.BASIC;
    }
  }

  /** Masks the word if the one before asks for it; returns where to go on, {@code start}: here. */
  private int expectedValue(int start, int end) {
    Expected was = expected;
    expected = Expected.NOTHING;
    int valueEnd =
        Quotes.isQuote(text.charAt(start)) && depth < DEEPEST
            ? Math.min(end, quotes.close(start, end) + 1)
            : end;
    switch (was) {
      case NOTHING -> {
        return start;
      }
      case OPERAND -> {
        if (OPTION.matcher(word).matches() || isAssignment(word)) {
          return start;
        }
        masks.add(start, harmless(wordBefore, word) ? start : valueEnd);
      }
      case VALUE -> {
        int shown = valueEnd == end ? withoutBrackets(start, end) : valueEnd;
        masks.add(start, harmless(wordBefore, word) ? start : shown);
        return Math.max(shown, start + 1);
      }
      case AUTHORIZATION -> {
        if (SCHEMES.contains(word.toLowerCase(Locale.ROOT))) {
          expected = Expected.VALUE;
          return end;
        }
        masks.add(start, valueEnd);
      }
      case COOKIE -> {
        masks.add(start, valueEnd);
        expected = word.endsWith(";") ? Expected.COOKIE : Expected.NOTHING;
      }
      case BEARER -> {
        if (!BEARER_TOKEN.matcher(word).matches()) {
          return start;
        }
        masks.add(start, withoutBrackets(start, end));
      }
      case BASIC -> {
        if (!Credentials.areIn(Quotes.strip(word))) {
          return start;
        }
        masks.add(start, withoutBrackets(start, end));
      }
    }
    return valueEnd;
  }

  private static boolean harmless(String name, String value) {
    return SecretNames.isHarmless(
        withoutDashes(Quotes.strip(name)).replace("=", "").replace(":", ""), Quotes.strip(value));
  }

  /** {@code docker secret create --secret id=x}: says what a secret is called. */
  private static boolean isAssignment(String word) {
    return word.startsWith("id=") || word.startsWith("name=") || word.startsWith("source=");
  }

  private int withoutBrackets(int start, int end) {
    int last = end;
    while (last > start + 1 && "\"',}])".indexOf(text.charAt(last - 1)) >= 0) {
      last--;
    }
    return last;
  }

  /** AWS's secret keys have no form of their own, but stand near their access key. */
  private void secretOfAccessKey(int start, int end) {
    accessKey |= word.contains("AKIA") || word.contains("ASIA");
    String bare = accessKey && word.length() >= SECRET_KEY ? Quotes.strip(word) : "";
    if (bare.length() == SECRET_KEY && Credentials.isBase64(bare)) {
      masks.add(start, end);
    }
  }

  /** What is within a word: quoted texts, URLs, assignments, known tokens. */
  private void parts(int start, int end) {
    boolean boundary = true;
    int at = start;
    while (at < end) {
      char c = text.charAt(at);
      int next = at;
      if (Quotes.isQuote(c) && depth < DEEPEST && quotes.opens(start, at)) {
        int close = quotes.close(at, end);
        if (close - at > SHORTEST_TEXT && quotes.hasBlank(at + 1, close)) {
          quoted(start, at + 1, close);
          next = close;
        }
      } else if (c == '=' || c == ':') {
        next = assignment(start, at, end);
      } else if (boundary && KnownTokens.isLetterOrDigit(c)) {
        next = KnownTokens.end(text, at, end);
        masks.add(at, next);
      }
      boundary = next > at || !(KnownTokens.isLetterOrDigit(c) || c == '_');
      at = Math.max(next, at + 1);
    }
  }

  /** A quoted text with blanks: one value if it begins like one, else words. */
  private void quoted(int wordStart, int from, int to) {
    Assignment whole = Assignment.atBeginning(text, from, to);
    if (whole != null && SecretNames.isSecret(whole.name())) {
      boolean header = whole.delimiter() == ':';
      boolean option = text.charAt(from) == '-';
      if (header || option || !COMMAND_OPTION.matcher(wordBefore).matches()) {
        int value = whole.value();
        int scheme = quotes.plainEnd(value, to);
        if (SecretNames.isAuthorization(whole.name())
            && SCHEMES.contains(
                text.subSequence(value, scheme).toString().toLowerCase(Locale.ROOT))) {
          value = quotes.afterBlanks(scheme, to);
        }
        masks.add(value, to);
        return;
      }
    }
    if (wordStart + 1 == from
        && programs.take(text.subSequence(from, to).toString(), from, masks)) {
      return;
    }
    new SecretScan(text, masks, programs.inner(), depth + 1).scan(from, to);
  }

  /** Returns where to go on behind a {@code =} or {@code :}. */
  private int assignment(int start, int at, int end) {
    if (text.charAt(at) == ':'
        && at + 2 < end
        && text.charAt(at + 1) == '/'
        && text.charAt(at + 2) == '/') {
      return UserInfo.mask(text, at + 3, end, masks);
    }
    Assignment found = Assignment.at(text, start, at, end);
    if (found == null || !found.isOfSecret()) {
      return at;
    }
    if (found.value() >= end) {
      expected =
          SecretNames.isAuthorization(found.name())
              ? Expected.AUTHORIZATION
              : SecretNames.isCookie(found.name()) ? Expected.COOKIE : Expected.VALUE;
      return end;
    }
    int valueEnd = valueEnd(found, start, end);
    String value = text.subSequence(found.value(), valueEnd).toString();
    if (SecretNames.isAuthorization(found.name())
        && SCHEMES.contains(value.toLowerCase(Locale.ROOT))) {
      expected = Expected.VALUE;
    } else if (!SecretNames.isHarmless(found.name(), Quotes.strip(value))) {
      masks.add(found.value(), valueEnd);
      if (SecretNames.isCookie(found.name()) && value.endsWith(";")) {
        expected = Expected.COOKIE;
      }
    }
    return valueEnd;
  }

  private int valueEnd(Assignment found, int start, int end) {
    int value = found.value();
    char first = text.charAt(value);
    if (Quotes.isQuote(first)) {
      return Math.min(end, quotes.close(value, end) + 1);
    }
    if (first == '\\' && value + 1 < end && Quotes.isQuote(text.charAt(value + 1))) {
      return Math.min(end, quotes.escapedClose(value + 2, end));
    }
    int last = value;
    String terminators = found.terminators(text.charAt(start));
    while (last < end && terminators.indexOf(text.charAt(last)) < 0) {
      last++;
    }
    return last;
  }

  private static String withoutDashes(String option) {
    int from = 0;
    while (from < option.length() && option.charAt(from) == '-') {
      from++;
    }
    return option.substring(from);
  }
}
