package dev.tocsin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a part of a text stands in its file, for each way in which YAML writes one. */
class PositionTest {
  private static Stream<Arguments> styles() {
    return Stream.of(
        Arguments.of("plain", "k: alpha beta MARK gamma\n"),
        Arguments.of("plain over lines", "k: alpha\n  beta\n  MARK gamma\n"),
        Arguments.of("single quotes", "k: 'it''s alpha MARK'\n"),
        Arguments.of("double quotes", "k: \"a \\\"b\\\" \\u00e9 \\x41 \\\\ MARK\"\n"),
        Arguments.of("double quotes over lines", "k: \"alpha\n  beta \\\n  gamma MARK\"\n"),
        Arguments.of("literal", "k: |\n  alpha\n    beta\n\n  MARK gamma\n"),
        Arguments.of("literal with a comment", "k: |- # why\n    alpha\n    MARK\n"),
        Arguments.of("folded", "k: >-\n  alpha\n  beta\n\n  gamma MARK\nother: 1\n"),
        Arguments.of("folded, more indented", "k: >\n  alpha\n    beta\n  MARK\n"),
        Arguments.of("behind a wide character", "k: '\ud83d\ude00 \u00fc MARK'\n"),
        Arguments.of("flow", "{a: 1, k: 'x MARK'}\n"),
        Arguments.of("windows", "k: |\r\n  alpha\r\n  MARK\r\n"),
        Arguments.of("JSON behind a wide character", "{\"\ud83d\ude00\": 1, \"k\": \"x MARK\"}"),
        Arguments.of("JSON", "{\"a\": 1,\n \"k\": \"x\\ty MARK\"}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("styles")
  void isFound(String style, String text) {
    ManifestFile file = ManifestFile.lenient(Path.of("f"), text);
    assertThat(file.flaws()).isEmpty();
    String value = file.objects().getFirst().json().path("k").asText();
    int line =
        1 + (int) value.substring(0, value.indexOf("MARK")).chars().filter(c -> c == '\n').count();
    int lineStart = value.lastIndexOf('\n', value.indexOf("MARK")) + 1;
    int column = value.codePointCount(lineStart, value.indexOf("MARK")) + 1;

    Mark found = file.objects().getFirst().place().mark("k", line, column);

    String at = text.lines().toList().get(found.line() - 1);
    assertThat(at.substring(at.offsetByCodePoints(0, found.column() - 1))).startsWith("MARK");
  }
}
