package dev.tocsin.triage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final AlertKey SHELL = new AlertKey("shop", "shell-in-pod-5hx2mw7cq4ab3kdn6ytz");
  private static final AlertKey ELSEWHERE = new AlertKey("db", "shell-in-pod-5hx2mw7cq4ab3kdn6ytz");
  private static final AlertKey SCAN = new AlertKey("shop", "port-scan-aaaaaaaa");

  private static List<AlertKey> to(String name) {
    return Nearest.to(new AlertKey("shop", name), List.of(SCAN, SHELL, ELSEWHERE));
  }

  @Test
  void isThatOfTheSameNameInAnotherNamespace() {
    assertThat(
            Nearest.to(
                new AlertKey("web", "shell-in-pod-5hx2mw7cq4ab3kdn6ytz"), List.of(SCAN, ELSEWHERE)))
        .containsExactly(ELSEWHERE);
  }

  @Test
  void isThatWhichBeginsSo() {
    assertThat(to("port")).containsExactly(SCAN);
  }

  @Test
  void isThatWithAMistakeInIt() {
    assertThat(to("shel-in-pod-5hx2mv7cq4ab3kdn6ytz")).containsExactly(SHELL, ELSEWHERE);
  }

  @Test
  void isNoneWhenNothingIsLikeIt() {
    assertThat(to("cryptominer-bbbbbbbb")).isEmpty();
  }
}
