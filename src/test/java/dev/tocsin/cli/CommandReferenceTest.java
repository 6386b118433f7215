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

  /** The commands that a help names; none of a command without any. */
  private static List<String> commands(String help) {
    int heading = help.indexOf("\nCommands:");
    return heading < 0
        ? List.of()
        : COMMAND
            .matcher(help.substring(heading))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
  }

  @Test
  void thePageHasTheHelpOfEveryCommand() throws IOException {
    String program = help("--help");
    List<String> commands = commands(program);
    assertThat(commands).contains("run", "replay", "version");
    StringBuilder page =
        new StringBuilder("# Commands and options\n\nMade from the help by `make docs`.\n");
    page.append(program);
    for (String command : commands) {
      String help = help(command, "--help");
      page.append("\n## tocsin ").append(command).append('\n').append(help);
      for (String below : commands(help)) {
        page.append("\n### tocsin ").append(command).append(' ').append(below).append('\n');
        page.append(help(command, below, "--help"));
      }
    }

    ReferencePage.named("commands.md").isUpToDate(page.toString());
  }
}
