package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** As bash hands it over: the words behind the program's name, the last unfinished. */
  private static List<String> completed(String... words) {
    List<String> all = new ArrayList<>(List.of("__complete"));
    all.addAll(List.of(words));
    Invocation result = Invocation.of(all.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.lines()).last().isEqualTo(":4");
    return result.lines().subList(0, result.lines().size() - 1);
  }

  @Test
  void commandsOptionsAndTheirValuesAreCompletedForKubectl() {
    assertThat(completed("un")).containsExactly("unsilence");
    assertThat(completed("")).contains("get", "doctor").doesNotContain("__complete");
    assertThat(completed("get", "--sev")).containsExactly("--severity");
    assertThat(completed("doctor", "-o", "J")).containsExactly("JSON");
    assertThat(completed("output", "te")).containsExactly("test");
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: lab
        contexts: [{name: lab, context: {cluster: c, user: u}}, {name: live, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: u, user: {}}]
        """);
  }

  @Test
  void contextsAreThoseOfTheKubeconfig() throws Exception {
    Path kubeconfig = kubeconfig();

    assertThat(completed("get", "--kubeconfig", kubeconfig.toString(), "--context", "l"))
        .containsExactly("lab", "live");
    // nobody answers at that address: no candidates, and no error in the middle of a line
    assertThat(completed("get", "--kubeconfig=" + kubeconfig, "-n", "")).isEmpty();
    assertThat(completed("get", "--kubeconfig", "/none", "--context", "")).isEmpty();
  }

  /** As bash hands over what is written with {@code =}, which is one of its word breaks. */
  @Test
  void valuesBehindEqualsAreCompletedWhenBashSplitsThem() throws Exception {
    String kubeconfig = kubeconfig().toString();

    assertThat(completed("doctor", "-o", "=", "J")).containsExactly("JSON");
    assertThat(completed("doctor", "--output", "=", "JSON", "--kubec"))
        .containsExactly("--kubeconfig");
    assertThat(completed("get", "--kubeconfig", "=", kubeconfig, "--context", "="))
        .containsExactly("lab", "live");
    assertThat(completed("get", "--kubeconfig", "=", kubeconfig, "--context", "=", "la"))
        .containsExactly("lab");
  }

  @Test
  void bashAsksForWhatIsWrittenWithEquals() throws Exception {
    Path kubeconfig = kubeconfig();
    Path program =
        Files.writeString(
            folder.resolve("tocsin"),
            "#!/bin/sh\nexec '%s' -cp '%s' dev.tocsin.cli.Main \"$@\"\n"
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThat(complete("tocsin get --kubeconfig = %s --context".formatted(kubeconfig), "="))
        .contains("lab", "live");
    assertThat(complete("tocsin get --kubeconfig = %s --context =".formatted(kubeconfig), "la"))
        .contains("lab")
        .doesNotContain("live");
  }

  @Test
  void bashAsksForNamesThatItCannotKnow() throws Exception {
    Path program =
        Files.writeString(
            folder.resolve("tocsin"),
            "#!/bin/sh\n[ \"$*\" = '__complete get -n s' ] && printf 'shop\\nstage\\n:4\\n'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThat(complete("tocsin get -n", "s")).contains("shop", "stage").doesNotContain(":4");
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
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--norc", "-c", ask).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    Process bash = builder.start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(answer).isZero();
    return answer.lines().map(String::strip).toList();
  }
}
