package dev.tocsin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {

  @ParameterizedTest
  @CsvSource({
    "'*', api.example.com",
    "' a.com , api.example.com ', api.example.com",
    "example.com, api.example.com",
    "example.com, example.com",
    "EXAMPLE.com, api.Example.COM",
    ".example.com, api.example.com",
    "*.example.com, api.example.com",
    "api.example.com:6443, api.example.com",
    "10.0.0.0/8, 10.1.2.3",
    "10.1.2.3, 10.1.2.3",
    "10.1.2.3:6443, 10.1.2.3",
    "fd00::/8, fd12::1",
    "fd00::/8, [fd12::1]",
    "[fd12::1], fd12::1",
    "[fd12::1]:6443, [fd12::1]",
    "fd12:0:0::1, fd12::1",
    "'', localhost",
    "'', 127.0.0.1",
    "'', [::1]",
  })
  void thatIsAskedDirectly(String text, String host) {
    assertThat(NoProxy.parse(text).covers(host, 6443)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', api.example.com",
    "' , ,', api.example.com",
    ".example.com, example.com",
    "*.example.com, example.com",
    "ample.com, api.example.com",
    "api.example.com:443, api.example.com",
    "10.0.0.0/8, 11.1.2.3",
    "10.0.0.0/8, api.example.com",
    "10.0.0.0/99, 10.1.2.3",
    "10.0.0.0/x, 10.1.2.3",
    "/8, 10.1.2.3",
    "fd00::/8, 10.1.2.3",
    "[fd12::1, fd12::1",
    "http://api.example.com, api.example.com",
    ":6443, api.example.com",
  })
  void thatIsAskedByWayOfTheProxy(String text, String host) {
    assertThat(NoProxy.parse(text).covers(host, 6443)).isFalse();
  }
}
