package dev.tocsin.source.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.source.syslog.SyslogAddress.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogAddressTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://:5514, tcp://127.0.0.1:5514",
    "udp://:0, udp://127.0.0.1:0",
    "tcp://0.0.0.0:6514, tcp://0.0.0.0:6514",
    "udp://logs.example:514, udp://logs.example:514",
    "tcp://[::1]:601, tcp://[::1]:601"
  })
  void isReadAndToldInOneForm(String text, String told) {
    assertThat(SyslogAddress.parse(text)).hasToString(told);
    assertThat(SyslogAddress.parse(told)).isEqualTo(SyslogAddress.parse(text));
  }

  @Test
  void hasItsParts() {
    assertThat(SyslogAddress.parse("udp://[::]:514"))
        .isEqualTo(new SyslogAddress(Protocol.UDP, "::", 514));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp://",
        "5514",
        ":5514",
        "tcp://localhost",
        "tcp://localhost:",
        "tcp://localhost:70000",
        "tls://a:1",
        "TCP://a:1",
        "tcp://a b:1",
        "tcp://::1:1",
        "tcp://a:1/",
        "tcp://a:-1"
      })
  void anythingElseIsRefusedWithWhatWasExpected(String text) {
    assertThatThrownBy(() -> SyslogAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'" + text + "'", "tcp://host:port");
  }
}
