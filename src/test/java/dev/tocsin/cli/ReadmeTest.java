package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the READMEs show works as it stands there. */
class ReadmeTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^target/tocsin ((?:replay|test|explain|lint) .*)$", Pattern.MULTILINE);

  /** The command and what it prints. */
  private static final Pattern EXPLANATION =
      Pattern.compile("```\ntarget/tocsin (explain .*?)```\n+```\n(.*?)```", Pattern.DOTALL);

  static List<String> commands() throws IOException {
    String oneLineEach = (readme() + policies()).replace("\\\n", " ");
    return COMMAND.matcher(oneLineEach).results().map(command -> command.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsSucceed(String command) {
    Invocation result = Invocation.of(command.trim().split("\\s+"));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isNotEmpty();
  }

  @Test
  void theExplanationIsWhatItIsSaidToBe() throws IOException {
    Matcher shown = EXPLANATION.matcher(policies());
    assertThat(shown.find()).isTrue();
    Invocation result = Invocation.of(shown.group(1).replace("\\\n", " ").trim().split("\\s+"));

    assertThat(result.out()).isEqualTo(shown.group(2));
  }

  @Test
  void thePolicyIsAccepted(@TempDir Path folder) throws IOException {
    Matcher policy = YAML.matcher(readme());
    assertThat(policy.find()).isTrue();
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy.group(1));

    Invocation result =
        Invocation.of(
            "replay",
            "--policies",
            file.toString(),
            "--pods",
            "src/test/resources/events/pods.json",
            "--events",
            "src/test/resources/events/recordings/07-persistence-db.pb.gz");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("shell-in-database", "shop/db-0");
  }

  private static String policies() throws IOException {
    return Files.readString(Path.of("config/policies/README.md"));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
