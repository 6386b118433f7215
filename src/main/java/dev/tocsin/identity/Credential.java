package dev.tocsin.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A key and the certificates that say whose it is.
 *
 * @param chain its own certificate first; never empty
 */
record Credential(PrivateKey key, List<X509Certificate> chain) {

  X509Certificate certificate() {
    return chain.getFirst();
  }

  Instant notAfter() {
    return certificate().getNotAfter().toInstant();
  }

  /** When two thirds of its life are over. */
  Instant renewal() {
    Instant notBefore = certificate().getNotBefore().toInstant();
    return notBefore.plus(Duration.between(notBefore, notAfter()).multipliedBy(2).dividedBy(3));
  }

  /** The key is not for logs. */
  @Override
  public String toString() {
    return "Credential[" + certificate().getSubjectX500Principal() + "]";
  }
}
