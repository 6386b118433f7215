package dev.tocsin.engine.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a text is made, each of its characters is read a bounded number of times. */
class SecretScanTest {
  private static final int LENGTH = 64 * 1024;

  /** A word is read as a name, as an option, as an operand, by each level of quotes. */
  private static final int READS = 40;

  /** Counts the characters that are read. */
  private static final class Counted implements CharSequence {
    private final String text;
    private long reads;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      reads += end - start;
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      reads += text.length();
      return text;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--token ",
        "--token=",
        "\"",
        "' ",
        "'\"`",
        "\"a \"b ",
        "=\"a ",
        "a:",
        "=",
        ":",
        "://",
        "://a:b",
        "-",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "a=b ",
        "password",
        "password: ",
        "{\"password\":\"",
        "\\\"password\\\":\\\"",
        "mysql -p",
        "mysql redis-cli curl docker openssl zip mongo ",
        "echo a | ",
        "eyJ",
        "s.",
        "A",
        "( ",
        "Authorization: Bearer ",
        "Cookie: a=b; "
      })
  void theWorkIsBoundedByTheLength(String part) {
    Counted text = new Counted(part.repeat(LENGTH / part.length()));

    SecretScan.find(text, List.of("/usr/bin/curl", "/usr/bin/docker"), new Masks());

    assertThat(text.reads).isLessThan((long) READS * LENGTH);
  }
}
