package dev.tocsin.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a ServiceAccount token says of itself. Nothing here is verified: it keeps what cannot be a
 * sensor's token from the API server, and says how long an answer may be kept.
 *
 * @param audiences whom it is meant for
 * @param subject whose it is
 * @param begin of its validity; {@link Instant#MIN} when the token does not say
 * @param expiry {@link Instant#MAX} when the token does not say
 */
record TokenClaims(Set<String> audiences, String subject, Instant begin, Instant expiry) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 8_192;
  private static final int MOST_AUDIENCES = 16;

  /** Of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** Empty when it is not a token. */
  static Optional<TokenClaims> of(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || parts[2].isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.isObject()) {
        return Optional.empty();
      }
      return Optional.of(
          new TokenClaims(
              audiences(claims.path("aud")),
              claims.path("sub").asText(),
              time(claims.path("nbf"), Instant.MIN),
              time(claims.path("exp"), Instant.MAX)));
    } catch (IOException | IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  /** One text, or a list of them. */
  private static Set<String> audiences(JsonNode claim) {
    if (claim.isTextual()) {
      return Set.of(claim.textValue());
    }
    Set<String> audiences = new LinkedHashSet<>();
    for (JsonNode each : claim) {
      if (audiences.size() < MOST_AUDIENCES) {
        audiences.add(each.asText());
      }
    }
    return Set.copyOf(audiences);
  }

  private static Instant time(JsonNode claim, Instant otherwise) {
    long seconds = claim.asLong(0);
    return seconds > 0 && seconds <= LAST_SECOND ? Instant.ofEpochSecond(seconds) : otherwise;
  }
}
