package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.source.TetragonTarget.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TetragonTlsTest {
  private static final String SERVER_NAME = "node-1.tetragon-grpc.cilium.io";

  @TempDir private static Path folder;
  private static Certificates certificates;
  private static Certificates strangers;

  @BeforeAll
  static void makeCertificates() throws IOException {
    certificates =
        Certificates.in(Files.createDirectories(folder.resolve("ours")))
            .issue("server", SERVER_NAME)
            .issue("client", "client");
    strangers = Certificates.in(Files.createDirectories(folder.resolve("theirs"))).issue("x", "x");
  }

  @Test
  void tlsConnectsWhenTheExpectedNameIsInTheCertificate() throws Exception {
    with(
        Listening.onTcp(certificates, "server"),
        new Tls(certificates.authority(), null, null, SERVER_NAME),
        client -> await().until(() -> client.state().connected()));
  }

  @Test
  void tlsDoesNotConnectToAnAgentWithAnotherName() throws Exception {
    with(
        Listening.onTcp(certificates, "server"),
        new Tls(certificates.authority(), null, null, null),
        client -> awaitError(client, "UNAVAILABLE"));
  }

  @Test
  void tlsDoesNotConnectToAnAgentOfAnUnknownAuthority() throws Exception {
    with(
        Listening.onTcp(certificates, "server"),
        new Tls(strangers.authority(), null, null, SERVER_NAME),
        client -> awaitError(client, "UNAVAILABLE"));
  }

  @Test
  void mutualTlsConnectsWithACertificateOfTheAuthority() throws Exception {
    with(
        Listening.onTcpForClients(certificates, "server"),
        new Tls(
            certificates.authority(),
            certificates.certificate("client"),
            certificates.key("client"),
            SERVER_NAME),
        client -> await().until(() -> client.state().connected()));
  }

  @Test
  void mutualTlsDoesNotConnectWithoutACertificate() throws Exception {
    with(
        Listening.onTcpForClients(certificates, "server"),
        new Tls(certificates.authority(), null, null, SERVER_NAME),
        client -> awaitError(client, "UNAVAILABLE"));
  }

  @Test
  void aCertificateThatIsMissingIsSaidAndTriedAgain() throws Exception {
    Path late = folder.resolve("late-ca.pem");
    with(
        Listening.onTcp(certificates, "server"),
        new Tls(late, null, null, SERVER_NAME),
        client -> {
          awaitError(client, "the certificates cannot be used: ");
          copy(certificates.authority(), late);
          await().until(() -> client.state().connected());
        });
  }

  @Test
  void aCertificateThatIsNoneIsSaid() throws Exception {
    Path noCertificate = Files.writeString(folder.resolve("none.pem"), "nothing");
    with(
        Listening.onTcp(certificates, "server"),
        new Tls(noCertificate, null, null, SERVER_NAME),
        client -> awaitError(client, "the certificates cannot be used: "));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitError(TetragonClient client, String beginning) {
    await().until(() -> client.state().lastError().startsWith(beginning));
    assertThat(client.state().connected()).isFalse();
  }

  private static void with(
      Listening listening, @Nullable Tls tls, Consumer<TetragonClient> assertions) {
    try (EmbeddedTetragon tetragon = EmbeddedTetragon.start(listening);
        TetragonClient client =
            new TetragonClient(
                new TetragonTarget(TetragonAddress.parse(tetragon.address()), tls, null),
                new EventQueue(16, 1 << 20),
                new TetragonClient.Timing(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1)),
                InstantSource.system(),
                new Random(1))) {
      client.start();
      assertions.accept(client);
    }
  }
}
