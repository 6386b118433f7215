package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  private @TempDir Path folder;

  @Test
  void certificateThatIsStillBeingWrittenIsNone() throws IOException {
    Credentials credentials = Credentials.create(folder);
    assertThat(credentials.hasServingCertificate()).isFalse();

    String chain = certificate("bGVhZg==") + certificate("Y2E=");
    Files.writeString(credentials.servingCertificate(), "");
    assertThat(credentials.hasServingCertificate()).isFalse();
    Files.writeString(credentials.servingCertificate(), chain.substring(0, 40));
    assertThat(credentials.hasServingCertificate()).isFalse();
    Files.writeString(credentials.servingCertificate(), chain);
    assertThat(credentials.hasServingCertificate()).isTrue();
  }

  private static String certificate(String body) {
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }
}
