package dev.tocsin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          -c "echo 'it'",-c "echo 'it'"
          a\\nb\\tc,a\\nb\\tc
          a\\0b,a\\u{0}b
          \\e[2Jgone,\\u{1b}[2Jgone
          cr\\rlf,cr\\rlf
          del\\x7f,del\\u{7f}
          """)
  void keepsWhatIsReadableAndShowsControlCharacters(String written, String expected) {
    assertThat(Plain.text(unescape(written), 100)).isEqualTo(expected);
  }

  @Test
  void showsWhatCannotBeEncoded() {
    assertThat(Plain.text("a\ud800b\udc00c\u009bd", 100))
        .isEqualTo("a\\u{d800}b\\u{dc00}c\\u{9b}d");
  }

  @Test
  void keepsWholeSurrogatePairs() {
    assertThat(Plain.text("🔔", 100)).isEqualTo("🔔");
  }

  @Test
  void saysTheLengthOfTheOriginalAndKeepsTheBound() {
    String text = Plain.text("\0".repeat(100_000), 256);

    assertThat(text).startsWith("\\u{0}\\u{0}").endsWith("…[cut: 100000 bytes]").hasSize(256);
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\\0", "\0")
        .replace("\\e", "\u001b")
        .replace("\\x7f", "\u007f");
  }
}
