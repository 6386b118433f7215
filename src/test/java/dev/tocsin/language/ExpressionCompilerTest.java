package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.Event;
import dev.tocsin.language.text.TextBudget;
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

  /** Words without a meaning, as many as are read of a shell's text, hide nothing behind them. */
  @Test
  void theLastWordOfALongShellTextIsSeen() throws EvaluationException {
    String text = ("true" + " x".repeat(100) + "; ").repeat(250) + "curl needle";
    assertThat(
            test(
                "process.commands.exists(c, c.args.exists(a, a == 'needle'))",
                EventFixture.exec("/bin/sh", "-c \"" + text + "\"")))
        .isTrue();
  }

  private static boolean test(String expression) throws EvaluationException {
    return test(expression, EventFixture.exec("/bin/x", "y".repeat(SIZE) + "needle"));
  }

  private static boolean test(String expression, Event event) throws EvaluationException {
    Environment.Checked checked = Environment.standard().check("test", expression, ResultType.BOOL);
    assertThat(checked.diagnostics()).isEmpty();
    EventContext context = new EventContext();
    context.enter(event, EventFixture.IN_POD);
    return new ExpressionCompiler(Map.of())
        .predicate(checked.expression().orElseThrow())
        .test(context);
  }
}
