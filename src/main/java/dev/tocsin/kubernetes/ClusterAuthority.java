package dev.tocsin.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Trust in the authority that a cluster names, and in no other, as kubectl has it. Fabric8 trusts
 * all authorities of the JDK beside it: any of the public ones could let somebody stand between.
 */
final class ClusterAuthority {
  private ClusterAuthority() {}

  /**
   * Empty where Fabric8's choice holds: no authority is named, or certificates are not looked at.
   *
   * @throws IllegalArgumentException when the authority's certificates cannot be read
   */
  static Optional<TrustManager[]> of(Config config) {
    boolean named = isGiven(config.getCaCertData()) || isGiven(config.getCaCertFile());
    if (!named || config.isTrustCerts() || isGiven(config.getTrustStoreFile())) {
      return Optional.empty();
    }
    try (InputStream pem =
        CertUtils.getInputStreamFromDataOrFile(config.getCaCertData(), config.getCaCertFile())) {
      return Optional.of(only(pem));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("certificate-authority: " + e.getMessage(), e);
    }
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  private static TrustManager[] only(InputStream pem) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
      authorities.setCertificateEntry(Integer.toString(authorities.size()), each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory.getTrustManagers();
  }
}
