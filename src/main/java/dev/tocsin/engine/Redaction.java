package dev.tocsin.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.tocsin.language.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes secrets out of texts before a finding leaves the engine. As with Tetragon's own redaction
 * filters, what a capture group holds is replaced by {@code *****}; all of the match where a
 * pattern has no group. Patterns are RE2. Thread safe.
 */
public final class Redaction {
  static final String MASK = "*****";

  private static final String SECRET_NAME =
      "(?:pass(?:word|wd|phrase)?|secret|token|credentials?|api[_-]?key|access[_-]?key"
          + "|private[_-]?key|signing[_-]?key|auth[_-]?key)";

  private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^\\s\"'&;,|]+)";

  private static final Redaction DEFAULTS =
      new Redaction(
          List.of(
              // --password=x, --db-token x, -pass x
              rule(
                  "(?i)(?:^|[\\s\"'=])--?(?:[\\w.]+-)*" + SECRET_NAME + "(?:\\s+|=)" + VALUE,
                  "pass",
                  "secret",
                  "token",
                  "credential",
                  "key"),
              // DB_PASSWORD=x, "apiKey": "x", token: x
              rule(
                  "(?i)[\\w.-]*" + SECRET_NAME + "[\"']?\\s*[=:]\\s*" + VALUE,
                  "pass",
                  "secret",
                  "token",
                  "credential",
                  "key"),
              // Authorization: Bearer x
              rule(
                  "(?i)authorization[\"']?\\s*[:=]\\s*[\"']?(?:[a-z]+\\s+)?([^\\s\"']+)",
                  "authorization"),
              rule("(?i)\\bbearer\\s+([\\w.~+/=-]{8,})", "bearer"),
              // https://user:x@host
              rule("(?i)[a-z][a-z0-9+.-]*://[^\\s/:@\"']*:([^\\s/@\"']+)@", "://"),
              // curl -u user:x
              rule("(?:^|\\s)(?:-u|--user|--proxy-user)(?:\\s+|=)[^\\s:]+:(\\S+)", "-u", "-user"),
              // sshpass -p x
              rule("sshpass\\s+-p\\s*(\\S+)", "sshpass"),
              // keys that are known by their form: AWS, GitHub, Slack, a JSON web token
              rule("\\b((?:AKIA|ASIA)[A-Z0-9]{16})\\b", "akia", "asia"),
              rule("\\b(gh[pousr]_[A-Za-z0-9]{20,})\\b", "gh"),
              rule("\\b(xox[abeprs]-[A-Za-z0-9-]{10,})", "xox"),
              rule("\\b(eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*)", "eyj"),
              rule("-----BEGIN [A-Z ]*PRIVATE KEY-----(.*)", "private key-----")));

  private final List<Rule> rules;

  /**
   * @param hints texts of which one must be there, in lower case, for the pattern to be tried at
   *     all: looking for them is much cheaper. None: always tried
   */
  private record Rule(Pattern pattern, List<String> hints) {}

  private Redaction(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The usual forms of passwords, tokens and keys on command lines. */
  public static Redaction defaults() {
    return DEFAULTS;
  }

  public static Redaction none() {
    return new Redaction(List.of());
  }

  /**
   * These patterns after the ones that are here.
   *
   * @throws com.google.re2j.PatternSyntaxException for a bad pattern
   */
  public Redaction and(List<String> patterns) {
    List<Rule> all = new ArrayList<>(rules);
    patterns.forEach(pattern -> all.add(rule(pattern)));
    return new Redaction(all);
  }

  private static Rule rule(String pattern, String... hints) {
    return new Rule(Patterns.compile(pattern), List.of(hints));
  }

  public String apply(String text) {
    if (text.isEmpty()) {
      return text;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    String redacted = text;
    for (Rule rule : rules) {
      if (rule.hints().isEmpty() || rule.hints().stream().anyMatch(lower::contains)) {
        redacted = mask(rule.pattern(), redacted);
      }
    }
    return redacted;
  }

  private static String mask(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder masked = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      for (int group = pattern.groupCount() == 0 ? 0 : 1; group <= matcher.groupCount(); group++) {
        if (matcher.start(group) >= copied && matcher.end(group) > matcher.start(group)) {
          masked.append(text, copied, matcher.start(group)).append(MASK);
          copied = matcher.end(group);
        }
      }
    }
    return copied == 0 ? text : masked.append(text, copied, text.length()).toString();
  }
}
