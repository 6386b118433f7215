package dev.tocsin.control;

import dev.tocsin.engine.PolicyId;
import dev.tocsin.engine.compile.CompiledPolicy;
import java.util.List;

/** What the catalog made of one generation of a policy. */
public sealed interface PolicyState {
  PolicyId id();

  /**
   * It compiles, and is installed unless it is disabled.
   *
   * @param warnings for example exceptions that were left out
   */
  record Accepted(CompiledPolicy compiled, List<Problem> warnings) implements PolicyState {
    @Override
    public PolicyId id() {
      return compiled.policy().id();
    }
  }

  /** Nothing of it runs, no earlier generation either. */
  record Rejected(PolicyId id, List<Problem> problems) implements PolicyState {}
}
