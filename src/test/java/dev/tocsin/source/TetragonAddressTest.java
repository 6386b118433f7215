package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TetragonAddressTest {

  @ParameterizedTest
  @CsvSource({
    "unix:///var/run/tetragon/tetragon.sock, unix:///var/run/tetragon/tetragon.sock",
    "node-1:1234, node-1:1234",
    "node-1, node-1:54321",
    "10.0.0.1, 10.0.0.1:54321",
    "[2001:db8::1]:80, [2001:db8::1]:80",
    "2001:db8::1:54321, [2001:db8::1]:54321",
    "[2001:db8::1], [2001:db8::1]:54321",
  })
  void anAddressIsASocketOrAHostWithOrWithoutAPort(String text, String address) {
    assertThat(TetragonAddress.parse(text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:%d", "127.0.0.1:%d", "[::1]:%d", "::1:%d", "[::1%%lo]:%d"})
  void anAgentIsReachedAtEachKindOfAddress(String form) throws IOException {
    try (EmbeddedTetragon tetragon = EmbeddedTetragon.start(Listening.onTcp())) {
      String port = tetragon.address().replaceFirst(".*:", "");
      TetragonAddress address =
          TetragonAddress.parse(String.format(Locale.ROOT, form, Integer.valueOf(port)));
      try (Agent agent =
          Agent.of(new TetragonTarget(address, null, null), Duration.ofSeconds(30))) {
        assertThat(agent.version()).isEqualTo("v1.7.0");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', the host is missing",
    "':80', the host is missing",
    "'a b', the host is missing",
    "http://node-1:80, only the scheme unix:// is known",
    "/var/run/tetragon.sock, it holds a slash",
    "unix://tetragon.sock, the path of a socket must be absolute",
    "unix:///, the path of a socket must be absolute",
    "node-1:http, the port is not a number",
    "node-1:, the port is not a number",
    "node-1:0, a port is between 1 and 65535",
    "node-1:65536, a port is between 1 and 65535",
    "2001:db8::1:8080, an IPv6 address must stand in brackets",
    "2001:db8::1:65536, a port is between 1 and 65535",
    "2001:db8::1, an IPv6 address must stand in brackets",
    "[2001:db8::1, the bracket is not closed",
  })
  void whatIsWrongWithAnAddressIsSaid(String text, String reason) {
    assertThatThrownBy(() -> TetragonAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no address of Tetragon: '"
                + text
                + "': "
                + reason
                + " (expected unix:///path/to/tetragon.sock or host:port)");
  }

  @Test
  void aSocketTakesNoTls() {
    TetragonTarget.Tls tls = new TetragonTarget.Tls(Path.of("ca.pem"), null, null, null);
    assertThatThrownBy(() -> new TetragonTarget(TetragonAddress.parse("unix:///a"), tls, null))
        .hasMessage("TLS is for host:port only: unix:///a is a unix socket");
  }

  @Test
  void aCertificateNeedsItsKey() {
    assertThatThrownBy(() -> new TetragonTarget.Tls(null, Path.of("a.pem"), null, null))
        .hasMessage("a client certificate needs its key, and a key its certificate");
  }
}
