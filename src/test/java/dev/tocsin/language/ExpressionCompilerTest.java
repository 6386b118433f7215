package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beside what generated expressions show: what a text costs. */
class ExpressionCompilerTest {
  private static final int SIZE = TextBudget.CHARACTERS * 2 / 5;

  /** Once to put it together and once to search it: more would be beyond the budget. */
  @Test
  void aTextIsPutTogetherOnceForAPattern() throws EvaluationException {
    assertThat(test("(process.arguments + 'x').matches('needle')")).isTrue();
    assertThat(test("(process.arguments + 'x').find('needle') == 'needle'")).isTrue();
  }

  @Test
  void whatIsBeyondTheBudgetFails() {
    assertThatThrownBy(
            () -> test("(process.arguments + process.arguments + 'x').matches('needle')"))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.reason()).isEqualTo(EvaluationException.Cause.COST));
  }

  private static boolean test(String expression) throws EvaluationException {
    Environment.Checked checked = Environment.standard().check("test", expression, ResultType.BOOL);
    assertThat(checked.diagnostics()).isEmpty();
    EventContext context = new EventContext();
    context.enter(EventFixture.exec("/bin/x", "y".repeat(SIZE) + "needle"), EventFixture.IN_POD);
    return new ExpressionCompiler(Map.of())
        .predicate(checked.expression().orElseThrow())
        .test(context);
  }
}
