package dev.tocsin.control;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.PolicyId;
import java.util.List;

/** What the catalog made of one generation of a policy. */
public sealed interface PolicyOutcome {
  PolicyId id();

  /**
   * It compiles, and is installed unless it is disabled.
   *
   * @param warnings for example exceptions that were left out
   */
  record Accepted(CompiledPolicy compiled, List<Problem> warnings) implements PolicyOutcome {
    @Override
    public PolicyId id() {
      return compiled.policy().id();
    }
  }

  /**
   * Nothing of it runs, no earlier generation either.
   *
   * @param reason of its condition {@code Accepted}
   */
  record Rejected(PolicyId id, Reason reason, List<Problem> problems) implements PolicyOutcome {}

  /** Why nothing of a policy runs. */
  enum Reason {
    INVALID(PolicyCondition.INVALID),
    /** There is no room for it beside older ones: see {@link PolicyQuota}. */
    TOO_MANY(PolicyCondition.TOO_MANY);

    private final PolicyCondition condition;

    Reason(PolicyCondition condition) {
      this.condition = condition;
    }

    PolicyCondition condition() {
      return condition;
    }
  }
}
