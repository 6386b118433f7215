package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No message to people has the name of a class: it says what is wrong with what they wrote. */
class MessageTextsTest {
  /** Of what the commands for people do; the others' messages are logs, for those who program. */
  private static final List<String> PACKAGES =
      List.of(
          "cli",
          "manifest",
          "kubernetes",
          "triage",
          "doctor",
          "lint",
          "importer",
          "explain",
          "policytest",
          "replay",
          "coverage",
          "inventory");

  private static final Pattern CAUGHT =
      Pattern.compile("catch \\([\\w.| \\n]+ (\\w+)\\) \\{([^}]*)}");

  @TempDir private Path folder;

  /** An exception that is joined to a text is its class and its message. */
  @Test
  void noExceptionIsWrittenAsATextWhole() throws IOException {
    List<String> found = new ArrayList<>();
    int caught = 0;
    for (String name : PACKAGES) {
      try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/tocsin", name))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          Matcher matcher = CAUGHT.matcher(Files.readString(file));
          while (matcher.find()) {
            caught++;
            String variable = matcher.group(1);
            Pattern whole =
                Pattern.compile(
                    "\\+ %1$s\\b(?!\\.)|\\b%1$s\\.(toString\\(\\)|getClass\\(\\))"
                        .formatted(variable));
            if (whole.matcher(matcher.group(2)).find()) {
              found.add(file + ": " + matcher.group(2).strip());
            }
          }
        }
      }
    }
    assertThat(caught).isGreaterThan(50);
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lint FOLDER/none.yaml                 | none.yaml: cannot be read: there is no such file or folder
          lint FOLDER/binary.yaml               | binary.yaml: cannot be read: it is not in UTF-8
          test FOLDER/none                      | none: there is no such file
          explain FOLDER/none.yaml              | there is no such file or folder
          coverage --policies config/samples --file FOLDER/none/c.svg | cannot be written: there is no such file or folder
          coverage --policies config/samples --since FOLDER/none      | none: cannot be read
          import sigma FOLDER/none              | there is no such file or folder
          replay --policies config/samples --events FOLDER/none       | there is no such file
          """)
  void aFileThatCannotBeUsedIsNamedWithTheReason(String arguments, String expected)
      throws IOException {
    Files.write(
        folder.resolve("binary.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});

    Invocation result =
        Invocation.of(arguments.strip().replace("FOLDER", folder.toString()).split(" +"));

    assertThat(result.exitCode()).as(result.err()).isNotZero();
    assertThat(result.err()).contains(expected).doesNotContain("Exception").doesNotContain("java.");
  }
}
