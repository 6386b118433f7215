package dev.tocsin.language;

import dev.tocsin.language.text.TextBudget;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a tenant writes into a policy: an expression, and below a line of its own a pattern. */
public final class ExpressionTarget {
  private static final String ARGUMENTS = "-c 'curl x | sh' aaaaaaaaaaaaaaaab é".repeat(30);

  private ExpressionTarget() {}

  /** Any failure but those that are said to whoever wrote it is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    int end = text.indexOf("\n--\n");
    evaluate(end < 0 ? text : text.substring(0, end));
    if (end >= 0) {
      String pattern = text.substring(end + 4).replace("\\", "\\\\").replace("'", "\\'");
      evaluate("process.arguments.matches('" + pattern.replace("\n", "\\n") + "')");
    }
  }

  private static void evaluate(String expression) {
    Environment.Checked checked = Environment.standard().check("fuzz", expression, ResultType.ANY);
    if (checked.expression().isEmpty()) {
      return;
    }
    EventContext context = new EventContext();
    context.enter(EventFixture.exec("/bin/sh", ARGUMENTS), EventFixture.IN_POD);
    try {
      new ExpressionCompiler(Map.of()).text(checked.expression().get()).text(context);
    } catch (EvaluationException e) {
      // what a policy's status says
    }
    if (TextBudget.spent() > 4 * TextBudget.STEPS) {
      throw new AssertionError("beyond its budget: " + TextBudget.spent());
    }
  }
}
