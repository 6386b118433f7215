package dev.tocsin.notify.reach;

import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.identity.Pem;
import dev.tocsin.identity.UnusableCertificateException;
import dev.tocsin.text.Visible;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How an output's connections are secured: whom it trusts, under which name, and its own
 * certificate, which is read from its Secret again as all Secrets are. For one thread.
 */
public final class OutputTls {
  private static final int REASON = 160;
  private static final char[] NO_PASSWORD = new char[0];

  private final @Nullable TrustManagerFactory trust;
  private final String serverName;
  private final @Nullable String certificateSecret;
  private final Secrets secrets;

  /** Of the certificate that was read last. */
  private @Nullable Ready ready;

  private record Ready(String certificates, String key, SSLContext context) {}

  private OutputTls(
      @Nullable TrustManagerFactory trust,
      String serverName,
      @Nullable String certificateSecret,
      Secrets secrets) {
    this.trust = trust;
    this.serverName = serverName;
    this.certificateSecret = certificateSecret;
    this.secrets = secrets;
  }

  /**
   * @param tls null: the JDK's authorities, the name of the host, no certificate
   */
  public static OutputTls of(AlertOutputSpec.@Nullable Tls tls, Secrets secrets)
      throws UnusableOutputException {
    return tls == null
        ? new OutputTls(null, "", null, secrets)
        : new OutputTls(
            tls.caBundle() == null ? null : trust(tls.caBundle()),
            tls.serverName() == null ? "" : tls.serverName(),
            tls.certificateSecret(),
            secrets);
  }

  /** The same object as long as the certificate is the same. */
  public SSLContext context() throws UnreadableSecretException {
    String certificates = "";
    String key = "";
    if (certificateSecret != null) {
      certificates = secrets.text(new SecretKey(certificateSecret, "tls.crt"));
      key = secrets.text(new SecretKey(certificateSecret, "tls.key"));
    }
    Ready latest = ready;
    if (latest == null || !latest.certificates.equals(certificates) || !latest.key.equals(key)) {
      latest = new Ready(certificates, key, make(certificates, key));
      ready = latest;
    }
    return latest.context;
  }

  /**
   * The name that the server is asked for; empty where there is none to ask for: an address, or a
   * name that TLS does not know, such as one with {@code _}.
   */
  public Optional<SSLParameters> names(String host) {
    String name = nameFor(host);
    if (name.indexOf(':') >= 0 || name.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      SSLParameters parameters = new SSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      return Optional.of(parameters);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As {@link #names}, with the certificate checked for the name of the peer. */
  public SSLParameters checking(String host) {
    SSLParameters parameters = names(host).orElseGet(SSLParameters::new);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  /** The name in the certificate. */
  public String nameFor(String host) {
    return serverName.isEmpty() ? host : serverName;
  }

  private SSLContext make(String certificates, String key) throws UnreadableSecretException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          key.isEmpty() ? null : keys(certificates, key),
          trust == null ? null : trust.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | IOException | UnusableCertificateException e) {
      throw new UnreadableSecretException(
          "Secret "
              + certificateSecret
              + " has no certificate and key in PEM that belong together");
    }
  }

  private static KeyManager[] keys(String certificates, String key)
      throws GeneralSecurityException, IOException, UnusableCertificateException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "client",
        Pem.key(key, "tls.key"),
        NO_PASSWORD,
        Pem.certificates(certificates, "tls.crt").toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static TrustManagerFactory trust(String authorities) throws UnusableOutputException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : Pem.certificates(authorities, "spec.tls.caBundle")) {
        store.setCertificateEntry("authority " + store.size(), each);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      return trust;
    } catch (UnusableCertificateException e) {
      throw new UnusableOutputException("InvalidAuthorities", String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a store of certificates cannot be made", e);
    }
  }

  /** What is wrong with a certificate is said by the innermost cause. */
  public static String reason(SSLException failure) {
    String reason = String.valueOf(failure.getMessage());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException && cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return Visible.line(reason, REASON);
  }
}
