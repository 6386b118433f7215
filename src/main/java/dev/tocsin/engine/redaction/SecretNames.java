package dev.tocsin.engine.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of options, variables, fields and headers that stand before a secret. Only the end of a
 * name decides, in any way of writing it: {@code dbPassword}, {@code DB_PASSWORD}, {@code
 * db.password} and {@code --db-password} are one; {@code password-file} is another.
 */
final class SecretNames {
  /** No more of a name is looked at. */
  static final int LONGEST = 64;

  private static final int SHORTEST = 3;

  /** Without what separates words. */
  private static final Map<Character, List<String>> ENDINGS =
      byLastLetter(
          "password",
          "passwords",
          "passwd",
          "passphrase",
          "passcode",
          "pass",
          "pwd",
          "userpw",
          "rootpw",
          "adminpw",
          "bindpw",
          "secret",
          "token",
          "credential",
          "credentials",
          "masterauth",
          "apikey",
          "accesskey",
          "accountkey",
          "authkey",
          "encryptionkey",
          "decryptionkey",
          "functionskey",
          "masterkey",
          "privatekey",
          "secretkey",
          "secretkeybase",
          "sharedkey",
          "signingkey",
          "storagekey",
          "subscriptionkey",
          "authorization",
          "cookie");

  /** Whole words that are secret only with others before them: {@code REDIS_AUTH}. */
  private static final Set<String> LAST_WORDS = Set.of("auth", "pw");

  /** End like a secret and are none. */
  private static final Map<Character, List<String>> OTHERS =
      byLastLetter(
          "bypass",
          "compass",
          "encompass",
          "overpass",
          "multipass",
          "oldpwd",
          "nexttoken",
          "pagetoken",
          "startingtoken",
          "continuationtoken");

  /** Begin the name of what says how to come by a secret, or what to do with it. */
  private static final Set<String> FIRST_WORDS =
      Set.of(
          "no",
          "non",
          "ask",
          "prompt",
          "skip",
          "disable",
          "enable",
          "show",
          "generate",
          "require",
          "allow",
          "reset",
          "change",
          "verify",
          "print",
          "revoke",
          "rotate",
          "create",
          "delete",
          "max",
          "min",
          "num",
          "with",
          "without",
          "use");

  /** Names of parameters of a URL that sign it. */
  private static final Set<String> SIGNATURES =
      Set.of("sig", "signature", "x-amz-signature", "x-goog-signature", "code", "auth", "pw");

  /** Say something about a secret. */
  private static final Set<String> HARMLESS_VALUES =
      Set.of(
          "true",
          "false",
          "yes",
          "no",
          "on",
          "off",
          "none",
          "null",
          "nil",
          "0",
          "1",
          "2",
          "3",
          "basic",
          "digest",
          "ntlm",
          "negotiate",
          "kerberos",
          "oauth",
          "oauth2",
          "ldap",
          "required",
          "optional");

  private SecretNames() {}

  /** Whether what is assigned to it is a secret. */
  static boolean isSecret(String name) {
    if (name.length() < SHORTEST) {
      return false;
    }
    StringBuilder joined = new StringBuilder(name.length());
    int firstWord = -1;
    int lastWord = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (KnownTokens.isLetterOrDigit(c)) {
        joined.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
      } else {
        firstWord = firstWord < 0 ? joined.length() : firstWord;
        lastWord = joined.length();
      }
    }
    boolean ends =
        (firstWord >= 0 && LAST_WORDS.contains(joined.substring(lastWord)))
            || (endsWithAny(joined, ENDINGS) && !endsWithAny(joined, OTHERS));
    return ends && (firstWord < 0 || !FIRST_WORDS.contains(joined.substring(0, firstWord)));
  }

  private static boolean endsWithAny(StringBuilder name, Map<Character, List<String>> endings) {
    int length = name.length();
    while (length > 0 && Character.isDigit(name.charAt(length - 1))) {
      length--; // password2 is password
    }
    if (length == 0) {
      return false;
    }
    for (String ending : endings.getOrDefault(name.charAt(length - 1), List.of())) {
      int start = length - ending.length();
      if (start >= 0 && name.indexOf(ending, start) == start) {
        return true;
      }
    }
    return false;
  }

  private static Map<Character, List<String>> byLastLetter(String... endings) {
    return Stream.of(endings)
        .collect(Collectors.groupingBy(ending -> ending.charAt(ending.length() - 1)));
  }

  /**
   * Whether the word after this option is a secret.
   *
   * @param name without its dashes
   */
  static boolean isSecretOption(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("pw")
        || (isSecret(name) && (!lower.endsWith("auth") || lower.endsWith("masterauth")));
  }

  /** Whether a parameter of a URL, or a quoted field, with this name is a secret. */
  static boolean isSecretParameter(String name) {
    return SIGNATURES.contains(name.toLowerCase(Locale.ROOT)) || isSecret(name);
  }

  /** Whether a scheme may stand before the secret: {@code Authorization: Basic x}. */
  static boolean isAuthorization(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith("authorization");
  }

  static boolean isCookie(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith("cookie");
  }

  /** Whether this value of a name is none that anybody would hide. */
  static boolean isHarmless(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean namesFile =
        lower.endsWith("pwd")
            ? value.startsWith("/")
            : (lower.endsWith("key") || lower.endsWith("credentials")) && isPath(value);
    return namesFile || HARMLESS_VALUES.contains(value.toLowerCase(Locale.ROOT));
  }

  /** A key may begin with a slash too, and then has no extension, nor a folder's name. */
  private static boolean isPath(String value) {
    return value.startsWith("./")
        || value.startsWith("~/")
        || value.startsWith("../")
        || value.matches("/(etc|home|root|var|run|tmp|opt|usr|mnt|srv|secrets?)/.*")
        || value.matches(".*\\.(pem|key|json|ya?ml|ini|txt|crt)");
  }
}
