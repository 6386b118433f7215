package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          --password=hunter2 db                        => --password=***** db
          --password hunter2 db                        => --password ***** db
          --db-password 'hunter 2' x                   => --db-password ***** x
          -token hunter2                               => -token *****
          --api-key=hunter2&x                          => --api-key=*****
          PGPASSWORD=hunter2 psql                      => PGPASSWORD=***** psql
          {"apiKey": "hunter2", "a": 1}                => {"apiKey": *****, "a": 1}
          client_secret: hunter2                       => client_secret: *****
          -H "Authorization: Bearer hunter2"           => -H "Authorization: Bearer *****"
          -H Authorization:hunter2                     => -H Authorization:*****
          Bearer hunter2hunter2                        => Bearer *****
          https://bob:hunter2@example.com/x            => https://bob:*****@example.com/x
          -u bob:hunter2 https://x                     => -u bob:***** https://x
          sshpass -p hunter2 ssh x                     => sshpass -p ***** ssh x
          s3 AKIAABCDEFGHIJKLMNOP cp                   => s3 ***** cp
          x ghp_0123456789abcdefghijABCDE y            => x ***** y
          eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-d  => *****
          --token=a --password=b                       => --token=***** --password=*****
          """)
  void secretsAreMaskedAndTheRestStays(String text, String redacted) {
    assertThat(Redaction.defaults().apply(text)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-la /etc/passwd",
        "cat /var/run/secrets/kubernetes.io/serviceaccount/token",
        "https://example.com:8443/path",
        "mkdir -p /tmp/x",
        "apt-key list",
        "-u root bash",
        ""
      })
  void whatIsNoSecretStays(String text) {
    assertThat(Redaction.defaults().apply(text)).isEqualTo(text);
  }

  @Test
  void furtherPatternsMaskTheirGroupsOrAllThatTheyMatch() {
    Redaction redaction =
        Redaction.none().and(List.of("pin=(\\d+)", "[0-9]{4}-[0-9]{4}", "(a+)x(b+)"));

    assertThat(redaction.apply("pin=12 card 1111-2222 aaxbb"))
        .isEqualTo("pin=***** card ***** *****x*****");
  }

  @Test
  void aBadPatternIsRefusedWithItsPlace() {
    Redaction none = Redaction.none();

    assertThatThrownBy(() -> none.and(List.of("a", "(")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[1] '(' is no pattern of RE2: missing closing ) at '('");
    assertThatThrownBy(() -> none.and(List.of("x*")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[0] 'x*' matches every text");
  }

  /** Wherever the text is cut, nothing of the secret is before the end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--password ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ x",
        "x glpat-ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ x",
        "x \"--password=ZZZZZZZZZZZ ZZZZZZZZZZZZZZZZZZZZ\" x",
        "https://bob:ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ@host x",
        "-H \"Authorization: Bearer ZZZZZZZZZZZZZZZZZZZZZZZZZZZ\"",
        "-----BEGIN PRIVATE KEY-----ZZZZZZZZZZZZ ZZZZZZZZZZ-----END PRIVATE KEY-----"
      })
  void noCutShowsAPartOfASecret(String text) {
    for (int length = 1; length < text.length(); length++) {
      assertThat(Redaction.defaults().apply(text, List.of(), length)).doesNotContain("ZZZ");
    }
  }

  @Test
  void whatAMaskHasShortenedShowsNothingBehindTheEnd() {
    String text = "--token=" + "Z".repeat(100) + " 0123456789";

    assertThat(Redaction.defaults().apply(text, List.of(), 110)).isEqualTo("--token=***** 0");
  }
}
