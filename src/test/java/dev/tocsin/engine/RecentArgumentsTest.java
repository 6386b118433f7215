package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentArgumentsTest {
  private final List<String> workedOut = new ArrayList<>();
  private final RecentArguments recent =
      new RecentArguments(
          (arguments, binary) -> {
            workedOut.add(arguments);
            return binary + " " + arguments;
          });

  @Test
  void whatComesAgainIsWorkedOutOnce() {
    assertThat(recent.of("-a", "/bin/ls")).isEqualTo("/bin/ls -a");
    assertThat(recent.of("-b", "/bin/ls")).isEqualTo("/bin/ls -b");
    assertThat(recent.of("-a", "/bin/ls")).isEqualTo("/bin/ls -a");

    assertThat(workedOut).containsExactly("-a", "-b");
  }

  @Test
  void theSameArgumentsOfAnotherProgramAreOthers() {
    recent.of("-phidden", "/bin/tar");

    assertThat(recent.of("-phidden", "/bin/mysql")).isEqualTo("/bin/mysql -phidden");
  }

  @Test
  void whatWasNotAskedForLongerThanOthersIsForgotten() {
    recent.of("first", "/bin/ls");
    recent.of("second", "/bin/ls");
    for (int i = 0; i < 127; i++) {
      recent.of("first", "/bin/ls");
      recent.of("other " + i, "/bin/ls");
    }
    workedOut.clear();

    recent.of("first", "/bin/ls");
    recent.of("second", "/bin/ls");

    assertThat(workedOut).containsExactly("second");
  }

  @Test
  void longOnesAreNotKept() {
    String arguments = "a".repeat(1025);

    recent.of(arguments, "/bin/ls");
    recent.of(arguments, "/bin/ls");

    assertThat(workedOut).hasSize(2);
  }
}
