package dev.tocsin.notify.reach;

import dev.tocsin.api.v1alpha1.HttpCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that authenticate an output to its receiver. */
public final class ReceiverCredentials {
  private ReceiverCredentials() {}

  /** Empty where there are no credentials. */
  public static Map<String, String> headers(@Nullable HttpCredentials credentials, Secrets secrets)
      throws UnreadableSecretException {
    if (credentials == null) {
      return Map.of();
    }
    if (credentials.bearer() != null) {
      return Map.of("Authorization", "Bearer " + secrets.value(credentials.bearer()));
    }
    HttpCredentials.Basic basic = credentials.basic();
    if (basic != null) {
      String pair = basic.username() + ":" + secrets.value(basic.password());
      return Map.of(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    HttpCredentials.Header header = credentials.header();
    return header == null ? Map.of() : Map.of(header.name(), secrets.value(header.value()));
  }
}
