package dev.tocsin.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

  @ParameterizedTest
  @CsvSource({
    "202e, right to left override",
    "202a, embedding",
    "2066, isolate",
    "200b, zero width space",
    "200d, joiner",
    "feff, byte order mark",
    "ad, soft hyphen",
    "61c, arabic letter mark",
    "0, nul",
    "1b, escape",
    "7f, delete",
    "85, next line",
    "9b, control sequence introducer",
    "2028, line separator",
    "2029, paragraph separator",
    "d800, half a pair",
    "dfff, the other half",
    "34f, grapheme joiner",
    "3164, filler",
    "fe0f, variation selector",
    "e0041, tag",
    "e0100, variation selector of the supplement",
    "fff9, annotation"
  })
  void whatIsNotSeenIsWritten(String hex, String name) {
    int c = Integer.parseInt(hex, 16);
    String text = "a" + new StringBuilder().appendCodePoint(c) + "b";

    assertThat(Visible.line(text)).as(name).isEqualTo("a\\u{" + hex + "}b");
    assertThat(Visible.line(Visible.line(text))).isEqualTo("a\\u{" + hex + "}b");
    assertThat(Visible.document(text)).doesNotContain(new StringBuilder().appendCodePoint(c));
  }

  @Test
  void aLineStaysOne() {
    assertThat(Visible.line("ls\n12:00 ERROR forged\r\tx"))
        .isEqualTo("ls\\n12:00 ERROR forged\\r\\tx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ls -la /tmp",
        "ä 漢字 עברית ไทย 😀",
        "C:\\new\\u{202e}",
        "e\u0301\u0301\u0301\u0301"
      })
  void whatIsSeenStays(String text) {
    assertThat(Visible.line(text)).isSameAs(text);
    assertThat(Visible.document(text)).isSameAs(text);
  }

  @Test
  void aFloodOfMarksIsWritten() {
    assertThat(Visible.line("e" + "\u0301".repeat(6) + "f"))
        .isEqualTo("e\u0301\u0301\u0301\u0301\\u{301}\\u{301}f");
  }

  @Test
  void aLongLineIsCut() {
    assertThat(Visible.line("abcdef", 4)).isEqualTo("abc…");
    assertThat(Visible.line("abcd", 4)).isEqualTo("abcd");
    assertThat(Visible.line("ab\u202ecd", 5)).isEqualTo("ab\\u…");
    assertThat(Visible.line("abc😀def", 5)).isEqualTo("abc…");
  }

  @Test
  void aDocumentIsStillOneAndMeansTheSame() throws Exception {
    Map<String, String> nasty =
        Map.of(
            "a", "x\u202ey\u2028z\u009b\n\u001b[2J", "b", "\udb40\udc41 line", "c", "plain \u200b");
    ObjectMapper json = new ObjectMapper();

    String document =
        Visible.document(json.writerWithDefaultPrettyPrinter().writeValueAsString(nasty));
    assertThat(document.codePoints().filter(c -> c != '\n'))
        .allMatch(c -> Visible.line(Character.toString(c)).equals(Character.toString(c)));
    assertThat(json.readValue(document, Map.class)).isEqualTo(nasty);

    YAMLMapper yaml = new YAMLMapper();
    assertThat(yaml.readTree(Visible.document(yaml.writeValueAsString(nasty))).size()).isEqualTo(3);
  }
}
