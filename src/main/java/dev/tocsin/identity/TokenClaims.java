package dev.tocsin.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a ServiceAccount token says of itself. Nothing here is verified: it keeps what cannot be a
 * token from the API server, and says how long an answer may be kept.
 *
 * @param expiry {@link Instant#MAX} when the token does not say
 */
record TokenClaims(Instant expiry) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 8_192;

  /** Of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** Empty when it is not a token. */
  static Optional<TokenClaims> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (token.length() > LONGEST || parts.length != 3 || parts[2].isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.isObject()) {
        return Optional.empty();
      }
      long expiry = claims.path("exp").asLong(0);
      boolean told = expiry > 0 && expiry <= LAST_SECOND;
      return Optional.of(new TokenClaims(told ? Instant.ofEpochSecond(expiry) : Instant.MAX));
    } catch (IOException | IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }
}
