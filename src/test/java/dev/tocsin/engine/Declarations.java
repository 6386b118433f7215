package dev.tocsin.engine;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.ResultType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The lists and variables of a policy, for who evaluates its expressions without the engine. */
public final class Declarations {
  private Declarations() {}

  public static Map<String, List<String>> lists(Policy policy) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    policy.lists().forEach(list -> lists.put(list.name(), list.values()));
    return lists;
  }

  /**
   * What its expressions may say.
   *
   * @param define takes each variable, in their order
   */
  public static Environment environment(
      Policy policy, BiConsumer<String, CheckedExpression> define) {
    Environment environment = Environment.standard().withLists(lists(policy).keySet());
    for (Policy.Variable variable : policy.variables()) {
      CheckedExpression checked = checked(environment, variable.expression(), ResultType.ANY);
      define.accept(variable.name(), checked);
      environment = environment.withVariable(variable.name(), checked);
    }
    return environment;
  }

  public static CheckedExpression checked(
      Environment environment, String expression, ResultType wanted) {
    Environment.Checked checked = environment.check("test", expression, wanted);
    return checked
        .expression()
        .orElseThrow(() -> new IllegalStateException(checked.diagnostics().toString()));
  }
}
