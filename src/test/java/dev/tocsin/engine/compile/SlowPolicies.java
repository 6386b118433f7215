package dev.tocsin.engine.compile;

import dev.tocsin.engine.compile.CompiledPolicy.CompiledExceptionRule;
import dev.tocsin.language.PlaceCondition;
import java.util.List;

/** Compiled policies that take time. */
public final class SlowPolicies {
  private SlowPolicies() {}

  /**
   * @param takes is run at each evaluation of {@code match}, which does not hold
   */
  public static CompiledPolicy match(CompiledPolicy policy, Runnable takes) {
    return new CompiledPolicy(
        policy.policy(),
        policy.conditions(),
        PlaceCondition.NONE,
        context -> {
          takes.run();
          return false;
        },
        policy.exceptions(),
        policy.window(),
        policy.alertGroup(),
        policy.message());
  }

  /**
   * @param takes is run when it is asked what it demands of a place, which rules it out
   */
  public static CompiledPolicy place(CompiledPolicy policy, Runnable takes) {
    return new CompiledPolicy(
        policy.policy(),
        policy.conditions(),
        new PlaceCondition(
            List.of(
                context -> {
                  takes.run();
                  return false;
                })),
        policy.match(),
        policy.exceptions(),
        policy.window(),
        policy.alertGroup(),
        policy.message());
  }

  /**
   * @param takes is run at each evaluation of its only exception, which does not hold
   */
  public static CompiledPolicy exception(CompiledPolicy policy, Runnable takes) {
    return new CompiledPolicy(
        policy.policy(),
        policy.conditions(),
        PlaceCondition.NONE,
        policy.match(),
        List.of(
            new CompiledExceptionRule(
                policy.exceptions().getFirst().exception(),
                context -> {
                  takes.run();
                  return false;
                })),
        policy.window(),
        policy.alertGroup(),
        policy.message());
  }
}
