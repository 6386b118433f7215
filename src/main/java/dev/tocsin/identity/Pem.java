package dev.tocsin.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and keys as text. Keys may be PKCS#8, or PKCS#1 and SEC 1 as openssl writes. */
public final class Pem {
  private Pem() {}

  /**
   * @param from where the text comes from, for the error
   */
  public static List<X509Certificate> certificates(String text, String from)
      throws UnusableCertificateException {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new UnusableCertificateException(from + " holds no certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new UnusableCertificateException(
          from + " is not a certificate in PEM: " + e.getMessage(), e);
    }
  }

  /**
   * @param from where the text comes from, for the error, which never has any of the text
   */
  public static PrivateKey key(String text, String from) throws UnusableCertificateException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (next instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        // openssl ecparam writes the curve in front of the key
      }
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException(from + " is not a private key in PEM", e);
    }
    throw new UnusableCertificateException(from + " holds no private key without a passphrase");
  }

  static String text(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    certificates.forEach(each -> text.append(text(each)));
    return text.toString();
  }

  static String text(X509Certificate certificate) {
    try {
      return text("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  private static String text(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }
}
