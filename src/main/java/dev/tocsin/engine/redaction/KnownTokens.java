package dev.tocsin.engine.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Secrets that are known by how they begin. */
final class KnownTokens {
  /** Their beginnings, and how many characters must follow at least. */
  private static final String BEGINNINGS =
      """
      20 ghp_ gho_ ghu_ ghs_ ghr_ github_pat_
      15 glpat- gldt- glrt- glcbt- glptt- gloas- glagent- glft- glsoat-
      10 xoxa- xoxb- xoxe- xoxp- xoxr- xoxs- xapp-
      16 AKIA ASIA LTAI
      10 sk_live_ rk_live_ sk_test_ rk_test_ pk_live_ whsec_
      20 hvs. hvb. hvr. ya29. glsa_ glc_ dckr_pat_ dckr_oat_ npm_ pypi- sk-ant- sk-proj-
      20 shpat_ shpca_ shppa_ shpss_ dop_v1_ doo_v1_ dor_v1_ SG. hf_ nvapi- rubygems_ tskey-
      20 sq0atp- sq0csp- sq0idp- lin_api_ PMAK- ATATT3 GOCSPX- sntrys_ sbp_ pul- AGE-SECRET-KEY-1
      20 eyJ
      30 AIza sk- dapi key- r8_ figd_
      24 s.
      """;

  private static final Map<Character, List<Token>> TOKENS = read();

  private record Token(String beginning, int least) {

    /** Vault's old ones begin like much else, and have one length. */
    boolean isExact() {
      return beginning.equals("s.");
    }
  }

  private KnownTokens() {}

  /**
   * Where a secret ends that begins here, {@code start} where none does.
   *
   * @param start where no letter or digit goes before
   */
  static int end(CharSequence text, int start, int to) {
    for (Token token : TOKENS.getOrDefault(text.charAt(start), List.of())) {
      int rest = start + token.beginning().length();
      if (startsWith(text, start, to, token.beginning())) {
        int end = rest;
        int last = token.isExact() ? Math.min(to, rest + token.least() + 1) : to;
        while (end < last && isOfToken(text.charAt(end))) {
          end++;
        }
        if (token.isExact() ? end - rest == token.least() : end - rest >= token.least()) {
          return end;
        }
      }
    }
    return start;
  }

  private static boolean startsWith(CharSequence text, int start, int to, String beginning) {
    if (to - start < beginning.length()) {
      return false;
    }
    for (int i = 0; i < beginning.length(); i++) {
      if (text.charAt(start + i) != beginning.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfToken(char c) {
    return isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '=' || c == '+';
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static Map<Character, List<Token>> read() {
    Map<Character, List<Token>> tokens = new HashMap<>();
    BEGINNINGS
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              for (int i = 1; i < words.length; i++) {
                tokens
                    .computeIfAbsent(words[i].charAt(0), first -> new ArrayList<>())
                    .add(new Token(words[i], Integer.parseInt(words[0])));
              }
            });
    return Map.copyOf(tokens);
  }
}
