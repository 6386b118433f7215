package dev.tocsin.engine.compile;

import dev.tocsin.engine.index.Admission;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.ExpressionCompiler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it takes to find out that an event does not meet a condition. */
public enum ConditionCost {
  /** The index knows: nothing is evaluated for an event that does not have the value. */
  INDEX,
  /** One comparison for each event, by compiled code and mostly on the bytes as they came. */
  COMPILED,
  /** cel-java evaluates at least a part of it for each event, and makes objects for it. */
  INTERPRETER;

  /**
   * Of a condition without variables of a policy, for the events of some kinds. It is that of the
   * kind for which it is least, among those of which an event may meet it.
   *
   * @param lists values of the lists that it uses
   */
  public static ConditionCost of(
      CheckedExpression condition, Set<EventKind> kinds, Map<String, List<String>> lists) {
    boolean indexed =
        Arrays.stream(EventKind.values())
            .filter(wireKind -> Admission.of(wireKind, kinds) != null)
            .map(wireKind -> IndexConditions.of(wireKind, condition, lists))
            .anyMatch(known -> !known.always() && !known.never());
    if (indexed) {
      return INDEX;
    }
    return new ExpressionCompiler(lists).isInterpreted(condition) ? INTERPRETER : COMPILED;
  }
}
