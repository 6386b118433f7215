package dev.tocsin.alert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an alert object: {@code <policy>-<digest>}, and {@code <policy>-<digest>-<episode>}
 * from the second time on that it opened. Always a valid DNS-1123 subdomain of at most 63
 * characters, so it is a valid label value too.
 *
 * <p>The digest stands for the policy's namespace and name and for the group, not for the policy's
 * uid: a policy that is deleted and applied again continues its alerts, and a replay without a
 * cluster gives the names that a cluster gives.
 *
 * @param base policy and digest: what all episodes have in common
 * @param episode from 1
 */
public record AlertName(String base, int episode) {
  /** Room for the dash, the digest, and an episode of up to nine digits. */
  static final int POLICY_LENGTH = 63 - 1 - AlertDigest.LENGTH - 10;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<base>[a-z0-9][-a-z0-9.]*-[a-z2-7]{"
              + AlertDigest.LENGTH
              + "})(-(?<episode>[1-9][0-9]{0,8}))?");

  /**
   * @param prefix of {@link #prefix}
   */
  static AlertName first(String prefix, String digest) {
    return new AlertName(prefix + "-" + digest, 1);
  }

  AlertName next() {
    return new AlertName(base, episode + 1);
  }

  /** Reads an object's name; null when it is not one that this program gives. */
  public static @Nullable AlertName parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    String episode = matcher.group("episode");
    return new AlertName(matcher.group("base"), episode == null ? 1 : Integer.parseInt(episode));
  }

  @Override
  public String toString() {
    return episode == 1 ? base : base + "-" + episode;
  }

  /** What stands for a policy in a name. */
  static String prefix(String policyName) {
    String lower = policyName.toLowerCase(java.util.Locale.ROOT).replaceAll("[^-a-z0-9.]", "-");
    String cut = lower.length() > POLICY_LENGTH ? lower.substring(0, POLICY_LENGTH) : lower;
    // the label next to a dot must not end or begin with a dash
    String valid = cut.replaceAll("[-.]*\\.[-.]*", ".").replaceAll("^[-.]+|[-.]+$", "");
    return valid.isEmpty() ? "policy" : valid;
  }
}
