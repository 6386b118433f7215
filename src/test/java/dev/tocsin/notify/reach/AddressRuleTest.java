package dev.tocsin.notify.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
  private static final AddressRule TENANT =
      new AddressRule(
          true,
          Set.of(InetAddress.ofLiteral("10.96.0.1")),
          Set.of(AddressRange.parse("10.244.0.0/16"), AddressRange.parse("fd12::/16")));

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, is the operator's own host",
    "127.9.9.9, is the operator's own host",
    "::1, is the operator's own host",
    "0.0.0.0, is the operator's own host",
    "0.1.2.3, is the operator's own host",
    "::, is the operator's own host",
    "::ffff:127.0.0.1, is the operator's own host",
    "::127.0.0.1, is the operator's own host",
    "64:ff9b::7f00:1, is the operator's own host",
    "2002:7f00:1::, is the operator's own host",
    "169.254.169.254, is link-local",
    "64:ff9b::a9fe:a9fe, is link-local",
    "fe80::1, is link-local",
    "fd00:ec2::254, is a metadata service",
    "100.100.100.200, is a metadata service",
    "168.63.129.16, is a metadata service",
    "192.0.0.192, is a metadata service",
    "224.0.0.1, is a multicast address",
    "ff02::1, is a multicast address",
    "10.96.0.1, is the API server",
    "64:ff9b::a60:1, is the API server",
    "10.244.3.4, is in a denied range",
    "fd12:1::5, is in a denied range"
  })
  void aTenantDoesNotReach(String address, String why) {
    assertThat(TENANT.refusal(InetAddress.ofLiteral(address))).isEqualTo(why);
    assertThat(AddressRule.unrestricted().refusal(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.5", "10.96.0.2", "10.245.0.1", "2001:db8::1", "fd13::1"})
  void aTenantReachesAllElse(String address) {
    assertThat(TENANT.refusal(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/x", "host/8", "/8", "::/129", ""})
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no range of addresses: write it as 10.0.0.0/8");
  }

  @Test
  void aRangeOfNoBitsHasAllOfItsFamily() {
    AddressRange all = AddressRange.parse("0.0.0.0/0");
    assertThat(all.has(InetAddress.ofLiteral("203.0.113.5"))).isTrue();
    assertThat(all.has(InetAddress.ofLiteral("::1"))).isFalse();
  }
}
