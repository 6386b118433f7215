package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentExcerptsTest {
  private final List<String> workedOut = new ArrayList<>();
  private final RecentExcerpts recent =
      new RecentExcerpts(
          (text, programs) -> {
            workedOut.add(text);
            return String.join(",", programs) + " " + text;
          });

  @Test
  void whatComesAgainIsWorkedOutOnce() {
    assertThat(recent.of("-a", List.of("/bin/ls"))).isEqualTo("/bin/ls -a");
    assertThat(recent.of("-b", List.of("/bin/ls"))).isEqualTo("/bin/ls -b");
    assertThat(recent.of("-a", List.of("/bin/ls"))).isEqualTo("/bin/ls -a");

    assertThat(workedOut).containsExactly("-a", "-b");
  }

  @Test
  void theSameTextOfAnotherProgramAreOthers() {
    recent.of("-phidden", List.of("/bin/tar"));

    assertThat(recent.of("-phidden", List.of("/bin/mysql"))).isEqualTo("/bin/mysql -phidden");
  }

  @Test
  void whatWasNotAskedForLongerThanOthersIsForgotten() {
    recent.of("first", List.of("/bin/ls"));
    recent.of("second", List.of("/bin/ls"));
    for (int i = 0; i < 127; i++) {
      recent.of("first", List.of("/bin/ls"));
      recent.of("other " + i, List.of("/bin/ls"));
    }
    workedOut.clear();

    recent.of("first", List.of("/bin/ls"));
    recent.of("second", List.of("/bin/ls"));

    assertThat(workedOut).containsExactly("second");
  }

  @Test
  void longOnesAreNotKept() {
    String arguments = "a".repeat(1025);

    recent.of(arguments, List.of("/bin/ls"));
    recent.of(arguments, List.of("/bin/ls"));

    assertThat(workedOut).hasSize(2);
  }

  /** A file may be called anything. */
  @Test
  void longProgramsAreNotKept() {
    List<String> programs = List.of("/bin/ls", "/" + "a".repeat(1020));

    recent.of("-a", programs);
    recent.of("-a", programs);

    assertThat(workedOut).hasSize(2);
  }
}
