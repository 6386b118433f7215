package dev.tocsin.engine;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.window.Span;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a finding that was made of the matches of several nodes. It says what the finding
 * consumed, so that whoever knows the id of a stored finding knows which matches are in it.
 *
 * @param groupDigest stands for policy, generation and window group
 * @param span the event times that it covers, in nanoseconds
 */
record WindowFindingId(String groupDigest, Span span) {
  private static final Pattern FORM =
      Pattern.compile("w([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})");

  static Optional<WindowFindingId> parse(String id) {
    Matcher matcher = FORM.matcher(id);
    return matcher.matches()
        ? Optional.of(
            new WindowFindingId(
                matcher.group(1),
                new Span(
                    HexFormat.fromHexDigitsToLong(matcher.group(2)),
                    HexFormat.fromHexDigitsToLong(matcher.group(3)),
                    0)))
        : Optional.empty();
  }

  static String digest(PolicyId policy, List<String> group) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, policy.namespace());
    put(hasher, policy.name());
    put(hasher, policy.uid());
    hasher.putLong(policy.generation());
    group.forEach(value -> put(hasher, value));
    return hasher.hash().toString().substring(0, 16);
  }

  private static void put(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return "w"
        + groupDigest
        + "-"
        + hex.toHexDigits(span.first())
        + "-"
        + hex.toHexDigits(span.last());
  }
}
