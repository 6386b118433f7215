package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.policy.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same policy, written so that the index finds no condition in it: it is offered every event of
 * its kinds. What it answers may not differ from what the policy answers.
 */
public final class Unindexed {
  private Unindexed() {}

  public static CompiledPolicy of(Policy policy) {
    return new PolicyCompiler().compile(veiled(policy)).compiled().orElseThrow();
  }

  public static Policy veiled(Policy policy) {
    return PolicyBuilder.of(policy)
        .match(veiled(policy.match()))
        .window(veiled(policy.window()))
        .build();
  }

  private static Policy.@Nullable Window veiled(Policy.@Nullable Window window) {
    if (window == null) {
      return null;
    }
    List<Policy.Window.Step> steps =
        window.steps().stream()
            .map(step -> new Policy.Window.Step(step.name(), step.events(), veiled(step.match())))
            .toList();
    return new Policy.Window(
        window.type(),
        window.field(),
        window.groupBy(),
        window.within(),
        window.threshold(),
        steps);
  }

  /** No process has that number, but the index does not know it. The line break ends a comment. */
  private static String veiled(String match) {
    return match.isBlank() ? match : "(" + match + "\n) || process.pid == -1";
  }
}
