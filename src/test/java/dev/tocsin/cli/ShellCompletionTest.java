package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion, in a real bash, and in a real fish where there is one. */
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
    assertThat(Invocation.of("completion", "tcsh").exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tocsin co | coverage
          tocsin ack --n | --note
          tocsin get --sev | --severity
          tocsin get -o | -oNAME
          tocsin coverage --output S | SVG
          tocsin completion z | zsh
          """)
  void fishCompletesCommandsAndOptions(String line, String expected) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("completion.fish"), Invocation.of("completion", "fish").out());
    assumeThat(isOnThePath("fish")).as("fish is installed").isTrue();
    Process fish =
        new ProcessBuilder(
                "fish",
                "--no-config",
                "--command",
                "source %s; complete --do-complete '%s'".formatted(script, line))
            .redirectErrorStream(true)
            .start();
    String answer = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fish.waitFor()).as(answer).isZero();
    assertThat(answer.lines().map(each -> each.replaceFirst("\t.*", ""))).contains(expected);
  }

  /** Read by people without fish, who see that a text of ours cannot end the quotes it is in. */
  @Test
  void theScriptForFishIsLinesOfComplete() {
    assertThat(Invocation.of("completion", "fish").lines())
        .contains(
            "complete --command tocsin --condition '__fish_seen_subcommand_from ack'"
                + " --long-option note --require-parameter --description 'Why, and what happens next.'")
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "complete --command tocsin( -?-?[A-Za-z0-9-]+| '([^'\\\\]|\\\\.)*')*"));
  }

  private static boolean isOnThePath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
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
