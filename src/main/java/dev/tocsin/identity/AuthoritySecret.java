package dev.tocsin.identity;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An authority's state as the data of a Secret. */
final class AuthoritySecret {
  private static final String SIGNING = "ca.crt";
  private static final String SIGNING_KEY = "ca.key";
  private static final String NEXT = "next-ca.crt";
  private static final String NEXT_KEY = "next-ca.key";
  private static final String NEXT_PUBLISHED = "next-ca-published";
  private static final String RETIRED = "retired-ca.crt";
  private static final String SERVING = "tls.crt";
  private static final String SERVING_KEY = "tls.key";

  private final Secret secret;

  private AuthoritySecret(Secret secret) {
    this.secret = secret;
  }

  static Map<String, String> data(AuthorityState state) {
    Map<String, String> data = new TreeMap<>();
    put(data, SIGNING, Pem.text(state.signing().chain()));
    put(data, SIGNING_KEY, Pem.text(state.signing().key()));
    put(data, SERVING, Pem.text(state.serving().chain()));
    put(data, SERVING_KEY, Pem.text(state.serving().key()));
    if (!state.retired().isEmpty()) {
      put(data, RETIRED, Pem.text(state.retired()));
    }
    AuthorityState.Next next = state.next();
    if (next != null) {
      put(data, NEXT, Pem.text(next.authority().chain()));
      put(data, NEXT_KEY, Pem.text(next.authority().key()));
      if (next.published() != null) {
        put(data, NEXT_PUBLISHED, next.published().toString());
      }
    }
    return data;
  }

  static AuthorityState state(Secret secret) throws UnusableCertificateException {
    return new AuthoritySecret(secret).state();
  }

  private AuthorityState state() throws UnusableCertificateException {
    return new AuthorityState(
        credential(SIGNING, SIGNING_KEY),
        has(NEXT) ? new AuthorityState.Next(credential(NEXT, NEXT_KEY), published()) : null,
        has(RETIRED) ? certificates(RETIRED) : List.of(),
        credential(SERVING, SERVING_KEY));
  }

  private Credential credential(String certificate, String key)
      throws UnusableCertificateException {
    return new Credential(Pem.key(text(key), place(key)), certificates(certificate));
  }

  private List<X509Certificate> certificates(String key) throws UnusableCertificateException {
    return Pem.certificates(text(key), place(key));
  }

  private @Nullable Instant published() throws UnusableCertificateException {
    if (!has(NEXT_PUBLISHED)) {
      return null;
    }
    try {
      return Instant.parse(text(NEXT_PUBLISHED));
    } catch (DateTimeParseException e) {
      throw new UnusableCertificateException(place(NEXT_PUBLISHED) + " is not a time", e);
    }
  }

  private boolean has(String key) {
    return secret.getData() != null && secret.getData().containsKey(key);
  }

  private String text(String key) throws UnusableCertificateException {
    if (!has(key)) {
      throw new UnusableCertificateException(place(key) + " is missing");
    }
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private String place(String key) {
    return "key %s of Secret %s/%s"
        .formatted(key, secret.getMetadata().getNamespace(), secret.getMetadata().getName());
  }

  private static void put(Map<String, String> data, String key, String text) {
    data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }
}
