package dev.tocsin.bench;

import dev.tocsin.engine.Declarations;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.Interpreter;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import java.util.ArrayList;
import java.util.List;
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
    Interpreter interpreter = new Interpreter(Declarations.lists(policy));
    Environment environment = Declarations.environment(policy, interpreter::define);
    return new Interpreted(
        policy.events(),
        interpreter.predicate(Declarations.checked(environment, policy.match(), ResultType.BOOL)));
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
