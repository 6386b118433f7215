package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
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
          --api-key=hunter2&x                          => --api-key=*****&x
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
  void secrets_are_masked_and_the_rest_stays(String text, String redacted) {
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
  void what_is_no_secret_stays(String text) {
    assertThat(Redaction.defaults().apply(text)).isEqualTo(text);
  }

  @Test
  void further_patterns_mask_their_groups_or_all_that_they_match() {
    Redaction redaction =
        Redaction.none().and(List.of("pin=(\\d+)", "[0-9]{4}-[0-9]{4}", "(a+)x(b+)"));

    assertThat(redaction.apply("pin=12 card 1111-2222 aaxbb"))
        .isEqualTo("pin=***** card ***** *****x*****");
  }

  @Test
  void a_bad_pattern_is_refused() {
    Redaction none = Redaction.none();

    assertThatThrownBy(() -> none.and(List.of("("))).isInstanceOf(PatternSyntaxException.class);
  }
}
