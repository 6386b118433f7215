package dev.tocsin.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate that somebody else makes and renews: cert-manager, or whoever fills a Secret. */
public final class CertificateFiles implements CertificateSource {
  private final Path certificate;
  private final Path key;

  /**
   * @param certificate with the chain, in PEM
   * @param key in PEM, without a passphrase
   */
  public CertificateFiles(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
  }

  @Override
  public Credential current() throws UnusableCertificateException {
    List<X509Certificate> chain = Pem.certificates(read(certificate), certificate.toString());
    PrivateKey privateKey = Pem.key(read(key), key.toString());
    // They are two files: between two writes, one can be new and the other old.
    if (!belongTogether(privateKey, chain.getFirst().getPublicKey())) {
      throw new UnusableCertificateException(
          "the key in " + key + " is not the one of the certificate in " + certificate);
    }
    return new Credential(privateKey, chain);
  }

  private static String read(Path file) throws UnusableCertificateException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UnusableCertificateException(file + " cannot be read: " + e, e);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws UnusableCertificateException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = new byte[32];
    new SecureRandom().nextBytes(probe);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(publicKey);
      check.update(probe);
      return check.verify(signed);
    } catch (InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificateException(
          "a key of type " + key.getAlgorithm() + " cannot be used: " + e.getMessage(), e);
    }
  }
}
