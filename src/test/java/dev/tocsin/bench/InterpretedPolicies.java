package dev.tocsin.bench;

import dev.tocsin.engine.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.Interpreter;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The baseline: each policy of an event's kind is asked, by cel-java's planner, whether it matches.
 * Scopes, windows and findings are left out, to its advantage.
 */
final class InterpretedPolicies {
  private record Interpreted(Set<EventKind> kinds, Predicate match) {}

  private final EventContext context = new EventContext();
  private final List<Interpreted> policies = new ArrayList<>();

  InterpretedPolicies(List<Policy> policies) {
    policies.stream()
        .filter(policy -> !policy.match().isBlank())
        .map(InterpretedPolicies::interpreted)
        .forEach(this.policies::add);
  }

  private static Interpreted interpreted(Policy policy) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    policy.lists().forEach(list -> lists.put(list.name(), list.values()));
    Interpreter interpreter = new Interpreter(lists);
    Environment environment = Environment.standard().withLists(lists.keySet());
    for (Policy.Variable variable : policy.variables()) {
      CheckedExpression checked = checked(environment, variable.expression(), ResultType.ANY);
      interpreter.define(variable.name(), checked);
      environment = environment.withVariable(variable.name(), checked);
    }
    return new Interpreted(
        policy.events(),
        interpreter.predicate(checked(environment, policy.match(), ResultType.BOOL)));
  }

  private static CheckedExpression checked(
      Environment environment, String text, ResultType wanted) {
    return environment.check("match", text, wanted).expression().orElseThrow();
  }

  /** How many of them match. */
  int matches(Event event, Attribution where) {
    context.enter(event, where);
    int matches = 0;
    for (Interpreted policy : policies) {
      if (isOfAny(event, policy.kinds()) && matches(policy)) {
        matches++;
      }
    }
    return matches;
  }

  private static boolean isOfAny(Event event, Set<EventKind> kinds) {
    for (EventKind kind : kinds) {
      if (event.is(kind)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(Interpreted policy) {
    try {
      return policy.match().test(context);
    } catch (EvaluationException e) {
      return false; // as in the engine, which counts it besides
    }
  }
}
