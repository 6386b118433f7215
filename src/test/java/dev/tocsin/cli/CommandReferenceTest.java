package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.reference.ReferencePage;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference/commands.md has the help of every command. */
class CommandReferenceTest {
  /** A command in the list of the program's help; what it does begins behind it. */
  private static final Pattern COMMAND = Pattern.compile("^  ([a-z]+) {2,}\\S", Pattern.MULTILINE);

  private static String help(String... command) {
    Invocation help = Invocation.of(command);
    assertThat(help.exitCode()).as(help.err()).isZero();
    return "\n```text\n" + help.out().stripTrailing() + "\n```\n";
  }

  @Test
  void thePageHasTheHelpOfEveryCommand() throws IOException {
    String program = help("--help");
    List<String> commands =
        COMMAND
            .matcher(program.substring(program.indexOf("Commands:")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(commands).contains("run", "replay", "version");
    StringBuilder page =
        new StringBuilder("# Commands and options\n\nMade from the help by `make docs`.\n");
    page.append(program);
    for (String command : commands) {
      page.append("\n## tocsin ").append(command).append('\n').append(help(command, "--help"));
    }

    ReferencePage.named("commands.md").isUpToDate(page.toString());
  }
}
