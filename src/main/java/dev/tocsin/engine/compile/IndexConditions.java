package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.Admission;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a policy ask of an event, as far as the index can look it up.
 *
 * <p>An event that does not meet the condition is one for which the expression is false: not one
 * for which it fails. That rests on how the language treats errors: {@code false && error} is
 * false, whichever comes first, and fields of the index never fail. So the index changes neither
 * matches nor errors, only what they cost; what the language leaves open is not indexed. Only what
 * would fail because it costs too much may be false instead.
 *
 * <p>Each kind has a condition of its own, because the kind decides part of an expression: events
 * of programs that start have no function, and so on.
 */
final class IndexConditions {
  private final ConditionReader reader;

  private IndexConditions(
      EventKind kind, Map<String, CheckedExpression> variables, Map<String, List<String>> lists) {
    this.reader = new ConditionReader(kind, variables, lists);
  }

  /**
   * By wire kind, of which there are those that can come to the policy.
   *
   * @param texts the expressions that compiled, by the field they stand in
   * @param variables those of the policy, by name
   * @param lists those of the policy, by name
   */
  static Map<EventKind, IndexCondition> of(
      Policy policy,
      Map<String, CheckedExpression> texts,
      Map<String, CheckedExpression> variables,
      Map<String, List<String>> lists) {
    Map<EventKind, IndexCondition> conditions = new EnumMap<>(EventKind.class);
    List<Policy.Window.Step> steps = policy.window() == null ? List.of() : policy.window().steps();
    Set<EventKind> kinds = EnumSet.copyOf(policy.events());
    steps.forEach(step -> kinds.addAll(step.events()));
    for (EventKind kind : EventKind.values()) {
      if (Admission.of(kind, kinds) != null) {
        IndexConditions ofKind = new IndexConditions(kind, variables, lists);
        CheckedExpression match = texts.get("spec.match");
        conditions.put(
            kind, match == null ? ofKind.ofSteps(kind, policy, steps, texts) : ofKind.of(match));
      }
    }
    return conditions;
  }

  /** Of one expression that uses no variables of a policy. */
  static IndexCondition of(
      EventKind wireKind, CheckedExpression expression, Map<String, List<String>> lists) {
    return new IndexConditions(wireKind, Map.of(), lists).of(expression);
  }

  /**
   * Of a policy without a {@code match}. Beside one they count for nothing: it is evaluated before
   * them, and may fail where they are false.
   */
  private IndexCondition ofSteps(
      EventKind kind,
      Policy policy,
      List<Policy.Window.Step> steps,
      Map<String, CheckedExpression> texts) {
    IndexCondition any = IndexCondition.NEVER;
    for (int i = 0; i < steps.size(); i++) {
      Set<EventKind> own = steps.get(i).events();
      if (Admission.of(kind, own.isEmpty() ? policy.events() : own) != null) {
        any = any.or(of(texts.get("spec.window.steps[" + i + "].match")));
      }
    }
    return any;
  }

  private IndexCondition of(@Nullable CheckedExpression expression) {
    return expression == null ? IndexCondition.ALWAYS : reader.of(expression.tree()).holds();
  }
}
