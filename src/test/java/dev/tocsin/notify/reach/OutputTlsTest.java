package dev.tocsin.notify.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.LaneScene;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which name a server is asked for, and that its certificate is checked all the same. */
class OutputTlsTest {
  private final OutputTls tls = LaneScene.usualTls();

  @Test
  void aServerIsAskedForItsName() {
    assertThat(tls.names("siem.example").map(SSLParameters::getServerNames))
        .contains(List.of(new SNIHostName("siem.example")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::7", "[2001:db8::7]", "log_server.example"})
  void whatIsNoNameOfTlsIsNotAskedFor(String host) {
    assertThat(tls.names(host)).isEmpty();
    assertThat(tls.checking(host).getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
  }
}
