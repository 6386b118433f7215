package dev.tocsin.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6TextTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "::, ::",
    "::1, ::1",
    "fe80::1, fe80::1",
    "2001:db8:0:1::7, 2001:db8:0:1::7",
    "::ffff:10.0.0.1, 10.0.0.1",
    "::FFFF:10.0.0.1, 10.0.0.1",
    "::ffff:a00:1, 10.0.0.1",
    "::ffff:a9fe:a9fe, 169.254.169.254",
    "0:0:0:0:0:ffff:169.254.169.254, 169.254.169.254",
    "0000:0000:0000:0000:0000:FFFF:A9FE:A9FE, 169.254.169.254",
    "FD00:EC2::254, fd00:ec2::254",
    "fd00:0ec2:0:0:0:0:0:0254, fd00:ec2::254",
    "fd00:ec2:0::254, fd00:ec2::254",
    "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:0, ::",
    "1:0:0:0:0:0:0:0, 1::",
    "::ffff:1.2.3, ::ffff:1.2.3",
    "1:2:3:4:5:6:7:08:9, 1:2:3:4:5:6:7:08:9",
    "::0::1, ::0::1",
    "FE80::1%eth0, FE80::1%eth0",
  })
  void anAddressHasOneSpelling(String written, String canonical) {
    EncodedText text = new EncodedText();
    text.set(written);
    Ipv6Text.canonicalise(text);
    assertThat(text.toString()).isEqualTo(canonical);
  }
}
