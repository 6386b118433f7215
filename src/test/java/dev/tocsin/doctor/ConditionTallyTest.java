package dev.tocsin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTallyTest {
  private static final List<Condition> SUSPENDED =
      List.of(
          new ConditionBuilder()
              .withType("Healthy")
              .withStatus("False")
              .withReason("Suspended")
              .build());

  private static List<String> sentences(String... names) {
    ConditionTally tally = new ConditionTally();
    for (String name : names) {
      tally.add(name, SUSPENDED);
    }
    return tally
        .judge(
            List.of("Healthy"),
            (type, reason, sentence, first) -> Diagnosis.problem("policies", sentence, ""))
        .stream()
        .map(Diagnosis::found)
        .toList();
  }

  @Test
  void oneSentenceNamesThreeAndCountsTheOthers() {
    assertThat(sentences("x/a")).containsExactly("x/a is not Healthy (Suspended)");
    assertThat(sentences("x/a", "x/b", "x/c", "x/d", "x/e"))
        .containsExactly("x/a, x/b, x/c and 2 more are not Healthy (Suspended)");
  }

  @Test
  void oneOrSeveralHaveNoStatus() {
    assertThat(ConditionTally.withoutStatus(List.of("x/a"))).isEqualTo("1 has no status: x/a");
    assertThat(ConditionTally.withoutStatus(List.of("x/a", "x/b")))
        .isEqualTo("2 have no status, for example x/a");
  }
}
