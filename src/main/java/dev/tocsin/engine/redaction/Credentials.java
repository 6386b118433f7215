package dev.tocsin.engine.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** {@code user:password} in Base64. */
final class Credentials {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
  private static final int SHORTEST = 8;

  private Credentials() {}

  static boolean isBase64(String word) {
    return BASE64.matcher(word).matches();
  }

  static boolean areIn(String word) {
    if (word.length() < SHORTEST || !isBase64(word)) {
      return false;
    }
    String whole = word.substring(0, word.length() / 4 * 4);
    try {
      byte[] decoded = Base64.getDecoder().decode(whole);
      return new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':') > 0;
    } catch (IllegalArgumentException e) {
      return false; // another word that happens to have no other characters
    }
  }
}
