package dev.tocsin.transport.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the operator's certificate as the JDK does, and remembers why it was refused: what
 * gRPC says of it is of no use to people.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager jdk;
  private final Path authorities;
  private final String serverName;
  private volatile @Nullable String problem;

  private ServerTrust(X509ExtendedTrustManager jdk, Path authorities, String serverName) {
    this.jdk = jdk;
    this.authorities = authorities;
    this.serverName = serverName;
  }

  static ServerTrust of(LinkSettings.Tls tls) throws LinkException {
    Path file = tls.authorities();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new LinkException(file + " holds no certificate");
      }
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority " + store.size(), certificate);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager jdk) {
          return new ServerTrust(jdk, file, tls.serverName());
        }
      }
      throw new IllegalStateException("the JDK has no trust manager of the extended kind");
    } catch (NoSuchFileException e) {
      throw new LinkException(file + " does not exist", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new LinkException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * What is wrong with the certificate that was refused, to follow its name; null when none was.
   */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authenticationType, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkServerTrusted(chain, authenticationType);
    } catch (CertificateException e) {
      problem =
          caused(e, CertificateExpiredException.class)
              ? "has expired"
              : "is not signed by " + authorities;
      throw e;
    }
    try {
      jdk.checkServerTrusted(chain, authenticationType, engine);
    } catch (CertificateException e) {
      problem = "is for " + names(chain[0]) + ", not for " + serverName;
      throw e;
    }
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> kind) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause)
        .anyMatch(kind::isInstance);
  }

  private static String names(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    return alternatives == null
        ? "no name"
        : String.join(
            ", ", alternatives.stream().map(each -> String.valueOf(each.get(1))).toList());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authenticationType)
      throws CertificateException {
    throw new CertificateException("without a connection there is no name to check");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authenticationType, Socket socket)
      throws CertificateException {
    throw new CertificateException("gRPC uses engines, not sockets");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authenticationType)
      throws CertificateException {
    throw new CertificateException("a client has no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authenticationType, Socket socket)
      throws CertificateException {
    throw new CertificateException("a client has no clients");
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authenticationType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("a client has no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
