package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The examples in the help of every command are commands. */
class HelpExamplesTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  /** Those that end by themselves, read files only and write to standard output. */
  private static final List<String> RUNNABLE =
      List.of("lint", "test", "fields", "explain", "coverage", "completion", "version", "replay");

  private static CommandLine root() {
    CommandLine root = Main.commandLine(List.of(Subcommand.values())).setCommandName("tocsin");
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpExamplesTest::withSubcommands));
  }

  /** What is behind {@code tocsin} in the examples: without comments, pipes and redirections. */
  private static List<List<String>> examples() {
    List<List<String>> examples = new ArrayList<>();
    for (CommandLine command : withSubcommands(root()).toList()) {
      String text =
          String.join("\n", command.getCommandSpec().usageMessage().footer())
              .replace("${ROOT-COMMAND-NAME}", "tocsin")
              .replaceAll("\\\\\n", " ");
      for (String line : text.split("\n", -1)) {
        for (String part : line.replaceAll(" +#.*", "").split(" \\| | > |<\\(|\\)")) {
          String stripped = part.strip();
          if (stripped.startsWith("tocsin ")) {
            examples.add(words(stripped.substring("tocsin ".length())));
          }
        }
      }
    }
    return examples;
  }

  private static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(found -> Stream.of(found.group(1), found.group(2), found.group(3)))
        .map(groups -> groups.filter(group -> group != null).findFirst().orElseThrow())
        .toList();
  }

  @Test
  void everyExampleIsUnderstood() {
    List<List<String>> examples = examples();

    assertThat(examples).hasSizeGreaterThan(30);
    assertThat(examples)
        .allSatisfy(
            words ->
                assertThatCode(() -> root().parseArgs(words.toArray(String[]::new)))
                    .as(String.join(" ", words))
                    .doesNotThrowAnyException());
  }

  /** An example that the help breaks within a line cannot be pasted. */
  @Test
  void everyLineOfAnExampleFitsTheTerminal() {
    List<String> broken = new ArrayList<>();
    for (CommandLine command : withSubcommands(root()).toList()) {
      List<String> shown = command.getUsageMessage().lines().map(String::stripTrailing).toList();
      Stream.of(command.getCommandSpec().usageMessage().footer())
          .map(line -> line.replace("${ROOT-COMMAND-NAME}", "tocsin"))
          .filter(line -> !shown.contains(line))
          .forEach(broken::add);
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void theExamplesWhoseFilesAreHereRun() {
    List<List<String>> runnable =
        examples().stream()
            .filter(words -> RUNNABLE.contains(words.getFirst()))
            .filter(
                words ->
                    words.stream()
                        .filter(word -> word.contains("/") || word.contains("."))
                        .allMatch(word -> Files.exists(Path.of(word))))
            .filter(words -> !words.contains("--from-cluster") && !words.contains("-"))
            .filter(words -> !words.getFirst().equals("coverage") || words.contains("--policies"))
            .toList();

    assertThat(runnable).hasSizeGreaterThan(6);
    assertThat(runnable)
        .allSatisfy(
            words -> {
              Invocation result = Invocation.of(words.toArray(String[]::new));
              assertThat(result.exitCode())
                  .as(String.join(" ", words) + ": " + result.err())
                  .isZero();
              assertThat(result.out()).isNotEmpty();
            });
  }
}
