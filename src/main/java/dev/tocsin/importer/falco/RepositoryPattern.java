package dev.tocsin.importer.falco;

import com.google.re2j.Pattern;
import dev.tocsin.importer.RuleCondition;
import dev.tocsin.importer.RuleCondition.TextField;
import dev.tocsin.importer.RuleCondition.TextMatches;

/**
 * Asks the repository of an image, {@code registry:5000/team/app}, of the whole image, in which a
 * tag or a digest may follow: a colon behind the last slash begins a tag.
 */
final class RepositoryPattern {
  /** What may follow the repository. */
  private static final String REST = "(:[^/@]*)?(@.*)?$";

  /** What may stand before a part of the last segment. */
  private static final String BEFORE = "(?:[^@]*/)?[^:/@]*";

  private RepositoryPattern() {}

  static RuleCondition equal(TextField image, String value) {
    return hasTag(value) ? RuleCondition.FALSE : matches(image, "^" + Pattern.quote(value) + REST);
  }

  static RuleCondition startsWith(TextField image, String value) {
    String quoted = "^" + Pattern.quote(value);
    return matches(image, hasTag(value) ? quoted + "[^@]*/" : quoted);
  }

  static RuleCondition endsWith(TextField image, String value) {
    return hasTag(value)
        ? RuleCondition.FALSE
        : matches(image, "^" + before(value) + Pattern.quote(value) + REST);
  }

  static RuleCondition contains(TextField image, String value, boolean ignoreCase) {
    String quoted = Pattern.quote(value);
    String followed = "[^@]*" + quoted + "[^@]*/[^:/@]*";
    String last = hasTag(value) ? "" : "|" + before(value) + quoted + "[^:/@]*";
    return matches(image, (ignoreCase ? "(?i)" : "") + "^(?:" + followed + last + ")" + REST);
  }

  /** A value with a slash decides itself where the last segment begins. */
  private static String before(String value) {
    return value.indexOf('/') < 0 ? BEFORE : "[^@]*";
  }

  /** Whether it ends with what would be a tag or a digest, which no repository has. */
  private static boolean hasTag(String value) {
    return value.indexOf(':', value.lastIndexOf('/') + 1) >= 0 || value.indexOf('@') >= 0;
  }

  private static RuleCondition matches(TextField image, String regex) {
    return new TextMatches(image, regex);
  }
}
