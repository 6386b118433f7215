package dev.tocsin.transport.server;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import java.util.Optional;

/** The operator's policies: what it makes of the names that sensors send. */
public interface KnownPolicies {

  /**
   * The policy as the operator has it: of that generation, or of another one when a sensor is ahead
   * or behind; empty when there is no such policy.
   */
  Optional<Policy> find(PolicyId id);
}
