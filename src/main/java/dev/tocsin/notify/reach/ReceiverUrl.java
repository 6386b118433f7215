package dev.tocsin.notify.reach;

import dev.tocsin.api.v1alpha1.SecretKey;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The URL of a receiver, from the object or from a Secret. */
public final class ReceiverUrl {
  private ReceiverUrl() {}

  /**
   * @param url null where it is in a Secret
   */
  public static URI of(@Nullable String url, @Nullable SecretKey from, Secrets secrets)
      throws UnreadableSecretException {
    String text = url;
    if (text == null) {
      if (from == null) {
        throw new UnreadableSecretException("there is neither url nor urlFrom");
      }
      text = secrets.value(from);
    }
    try {
      URI parsed = new URI(text);
      if (parsed.getHost() != null
          && parsed.getUserInfo() == null
          && ("https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme()))) {
        return parsed;
      }
    } catch (URISyntaxException notShown) {
      // its message has the URL, which may be a secret
    }
    throw new UnreadableSecretException(
        url == null ? "urlFrom names no URL of HTTP" : "url is no URL of HTTP");
  }
}
