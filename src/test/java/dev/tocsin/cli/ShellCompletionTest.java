package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion, in a real bash. */
class ShellCompletionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tocsin | co | coverage
          tocsin | wa | watch
          tocsin ack | --n | --note
          tocsin get | --sev | --severity
          tocsin coverage --output | S | SVG
          tocsin completion | z | zsh
          """)
  void bashCompletesCommandsAndOptions(String before, String word, String expected)
      throws Exception {
    assertThat(complete(before, word)).contains(expected);
  }

  @Test
  void unknownShellsAreRefused() {
    assertThat(Invocation.of("completion", "fish").exitCode()).isEqualTo(2);
  }

  private List<String> complete(String before, String word) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("completion.bash"), Invocation.of("completion", "bash").out());
    String[] words = before.split(" ", -1);
    String ask =
        """
        source %s
        COMP_WORDS=(%s %s)
        COMP_CWORD=%d
        COMP_LINE="%s %s"
        COMP_POINT=${#COMP_LINE}
        function=$(complete -p tocsin | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        "$function" tocsin "%s" "%s"
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                script, before, word, words.length, before, word, word, words[words.length - 1]);
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", ask).redirectErrorStream(true).start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(answer).isZero();
    return answer.lines().map(String::strip).toList();
  }
}
