package dev.tocsin.notify.reach;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import dev.tocsin.api.v1alpha1.SecretKey;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets of one output, all of its own namespace. What was read is good for half a minute, or
 * until the receiver refuses it. For one thread.
 */
public final class Secrets {
  private static final Duration GOOD_FOR = Duration.ofSeconds(30);

  private final Source source;
  private final InstantSource clock;
  private final Map<String, Read> read = new HashMap<>();

  private record Read(Map<String, String> data, Instant until) {}

  /** Reads Secrets of one namespace. */
  @FunctionalInterface
  public interface Source {
    /**
     * The data, in Base64; null where there is no such Secret.
     *
     * @throws KubernetesClientException when it could not be read
     */
    @Nullable Map<String, String> read(String name);
  }

  public Secrets(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  public static Secrets of(KubernetesClient client, String namespace, InstantSource clock) {
    return new Secrets(
        name -> {
          Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
          return secret == null ? null : secret.getData();
        },
        clock);
  }

  /** The value on one line, without blanks and line ends around it. */
  public String value(SecretKey key) throws UnreadableSecretException {
    String value = text(key);
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new UnreadableSecretException(what(key) + " has control characters in it");
    }
    return value;
  }

  /** The value, which may have lines, without blanks and line ends around it. */
  String text(SecretKey key) throws UnreadableSecretException {
    String encoded = data(key.name()).get(key.key());
    if (encoded == null) {
      throw new UnreadableSecretException(what(key) + " is not there");
    }
    String value;
    try {
      value = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      throw new UnreadableSecretException(what(key) + " is not in Base64");
    }
    if (value.isEmpty()) {
      throw new UnreadableSecretException(what(key) + " is empty");
    }
    return value;
  }

  private static String what(SecretKey key) {
    return "key " + key.key() + " of Secret " + key.name();
  }

  /** The receiver refused what was read: it may have been replaced. */
  public void forget() {
    read.clear();
  }

  private Map<String, String> data(String name) throws UnreadableSecretException {
    Instant now = clock.instant();
    Read known = read.get(name);
    if (known != null && now.isBefore(known.until)) {
      return known.data;
    }
    Map<String, String> data;
    try {
      data = source.read(name);
    } catch (KubernetesClientException e) {
      throw new UnreadableSecretException(
          "Secret "
              + name
              + (e.getCode() == HTTP_FORBIDDEN
                  ? " may not be read by the operator"
                  : " could not be read from the API server"));
    }
    if (data == null) {
      throw new UnreadableSecretException("Secret " + name + " is not there");
    }
    read.put(name, new Read(Map.copyOf(data), now.plus(GOOD_FOR)));
    return data;
  }
}
