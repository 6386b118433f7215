package dev.tocsin.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private CertificateFiles files;

  @BeforeEach
  void makeFiles() {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    files = new CertificateFiles(certificate, key);
  }

  private static Credential made(String name) {
    Instant now = Instant.now();
    return CertificateMaker.serving(CertificateMaker.authority(now), List.of(name), now);
  }

  private void write(Credential credential) throws IOException {
    Files.writeString(certificate, Pem.text(credential.chain()));
    Files.writeString(key, Pem.text(credential.key()));
  }

  @Test
  void whatIsGivenIsShownAndWhatReplacesItToo() throws Exception {
    Credential first = made("first");
    write(first);
    try (ServingCertificate serving = ServingCertificate.start(files, Duration.ofMillis(20))) {
      assertShown(serving, first);
      Credential second = made("second");
      Files.writeString(key, Pem.text(second.key()));
      await().until(() -> serving.problem().contains("is not the one of"));
      assertShown(serving, first);
      write(second);
      await().untilAsserted(() -> assertShown(serving, second));
      await().until(() -> serving.problem().isEmpty());
    }
  }

  private static void assertShown(ServingCertificate serving, Credential credential) {
    var manager = serving.keyManager();
    String alias = manager.chooseEngineServerAlias("EC", null, null);
    assertThat(manager.getCertificateChain(alias))
        .containsExactly(credential.chain().toArray(X509Certificate[]::new));
    assertThat(manager.getPrivateKey(alias)).isEqualTo(credential.key());
  }

  @Test
  void keysAsOpensslWritesThemAreRead() throws Exception {
    Credential made = made("x");
    write(made);
    Files.writeString(
        key,
        pem(
            "EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(
                    256, ((ECPrivateKey) made.key()).getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded()));
    assertThat(files.current().certificate()).isEqualTo(made.certificate());

    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(rsa.generateKeyPair().getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    assertThat(Pem.key(pem("RSA PRIVATE KEY", pkcs1), "here").getAlgorithm()).isEqualTo("RSA");
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }

  @Test
  void mistakesNameTheFile() throws Exception {
    assertThatThrownBy(files::current)
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessageContaining(certificate + " cannot be read");
    write(made("x"));
    Files.writeString(key, "nothing");
    assertThatThrownBy(files::current).hasMessageContaining(key + " holds no private key");
    Files.writeString(certificate, "");
    assertThatThrownBy(files::current).hasMessageContaining(certificate.toString());
    Files.writeString(
        certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(files::current).hasMessageContaining(certificate + " is not a certificate");
    assertThatThrownBy(() -> ServingCertificate.start(files, Duration.ofSeconds(1)))
        .isInstanceOf(UnusableCertificateException.class);
  }
}
