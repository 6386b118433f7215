package dev.tocsin.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority, and certificates that it signed, as PEM files. */
public final class Certificates {
  private static final X500Principal AUTHORITY = new X500Principal("CN=test-authority");
  private static final Duration VALIDITY = Duration.ofDays(2);

  /** Clocks of test and process under test are the same, and seconds are cut off. */
  private static final Duration BEFORE = Duration.ofMinutes(1);

  private final Path folder;
  private final KeyPair authority = newKeyPair();
  private int issued;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes an authority in an empty folder. */
  public static Certificates in(Path folder) {
    Certificates certificates = new Certificates(folder);
    try {
      X509v3CertificateBuilder builder = certificates.builder(AUTHORITY, certificates.authority);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      certificates.write(certificates.authority(), builder);
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return certificates;
  }

  /**
   * Makes a certificate for a name, good for servers and clients.
   *
   * @param dnsName in the subject's alternative names
   */
  public Certificates issue(String name, String dnsName) {
    KeyPair pair = newKeyPair();
    try {
      X509v3CertificateBuilder builder = builder(new X500Principal("CN=" + name), pair);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
      write(certificate(name), builder);
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    writePem(key(name), "PRIVATE KEY", pair.getPrivate().getEncoded());
    return this;
  }

  public Path authority() {
    return folder.resolve("ca.pem");
  }

  public Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private X509v3CertificateBuilder builder(X500Principal subject, KeyPair pair)
      throws CertIOException {
    Instant begin = Instant.now().minus(BEFORE);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            AUTHORITY,
            BigInteger.valueOf(++issued),
            Date.from(begin),
            Date.from(begin.plus(VALIDITY)),
            subject,
            pair.getPublic());
    try {
      JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, keys.createSubjectKeyIdentifier(pair.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          keys.createAuthorityKeyIdentifier(authority.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return builder;
  }

  private void write(Path file, X509v3CertificateBuilder builder) {
    try {
      writePem(
          file,
          "CERTIFICATE",
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()))
              .getEncoded());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writePem(Path file, String type, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    try {
      Files.writeString(
          file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
