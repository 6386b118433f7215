package dev.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentListTest {
  @Test
  void blanksSeparateArguments() {
    assertThat(ArgumentList.split("-t 1 -m")).containsExactly("-t", "1", "-m");
    assertThat(ArgumentList.split("")).isEmpty();
  }

  @Test
  void quotedArgumentHoldsBlanks() {
    assertThat(ArgumentList.split("-c \"echo hi\" x")).containsExactly("-c", "echo hi", "x");
    assertThat(ArgumentList.split(" \"flush ruleset\"")).containsExactly("flush ruleset");
  }

  @Test
  void quotesWithinAQuotedArgumentStay() {
    assertThat(ArgumentList.split("-c \"sh -c \"$(curl x)\"\""))
        .containsExactly("-c", "sh -c \"$(curl x)\"");
    assertThat(ArgumentList.split("-c \"echo \"a b\" | sh\" y"))
        .containsExactly("-c", "echo \"a b\" | sh", "y");
  }

  @Test
  void quoteInAnArgumentWithoutBlanksIsPartOfIt() {
    assertThat(ArgumentList.split("-F: $2==\"cpu\" /proc/self/cgroup"))
        .containsExactly("-F:", "$2==\"cpu\"", "/proc/self/cgroup");
    assertThat(ArgumentList.split("\"x\" y")).containsExactly("\"x\"", "y");
  }

  @Test
  void doubleBlankIsAnEmptyArgument() {
    assertThat(ArgumentList.split("a  b")).containsExactly("a", "", "b");
    assertThat(ArgumentList.split("a ")).containsExactly("a", "");
  }

  @Test
  void aLongListEndsInItsRest() {
    List<String> arguments = ArgumentList.split("a ".repeat(2_000) + "end");

    assertThat(arguments).hasSize(ArgumentList.MOST);
    assertThat(arguments.getLast()).startsWith("a a ").endsWith(" end");
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatTheAgentJoinsIsSplitAgain(long seed) {
    Random random = new Random(seed);
    List<String> arguments = new ArrayList<>();
    int size = 1 + random.nextInt(8);
    for (int i = 0; i < size; i++) {
      StringBuilder argument = new StringBuilder();
      int length = random.nextInt(6) + (size == 1 || i == 0 ? 1 : 0);
      for (int c = 0; c < length; c++) {
        argument.append("ab-/=$' ".charAt(random.nextInt(8)));
      }
      arguments.add(argument.toString());
    }

    assertThat(ArgumentList.split(asTheAgentJoins(arguments))).isEqualTo(arguments);
  }

  private static String asTheAgentJoins(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean quoted = argument.indexOf(' ') >= 0;
      text.append(i > 0 || quoted ? " " : "");
      text.append(quoted ? '"' + argument + '"' : argument);
    }
    return text.toString();
  }
}
