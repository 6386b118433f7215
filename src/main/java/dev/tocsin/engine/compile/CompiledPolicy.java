package dev.tocsin.engine.compile;

import dev.tocsin.engine.Policy;

/** A policy whose expressions are ready to run. Immutable. */
public final class CompiledPolicy {
  private final Policy policy;

  CompiledPolicy(Policy policy) {
    this.policy = policy;
  }

  public Policy policy() {
    return policy;
  }
}
