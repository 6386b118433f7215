package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A policy in use: its expressions, and what it has gathered so far.
 *
 * @param exceptions one for each of its exceptions, in their order
 */
record InstalledPolicy(
    CompiledPolicy compiled, PolicyState state, List<ExceptionState> exceptions) {
  InstalledPolicy(CompiledPolicy compiled, PolicyState state) {
    this(
        compiled,
        state,
        compiled.exceptions().stream().map(each -> state.exception(each.exception())).toList());
  }

  Policy policy() {
    return compiled.policy();
  }

  /** Why it is not to be evaluated from now on. */
  Suspension suspension(String cause, Instant now) {
    Duration pause = policy().scope().isCluster() ? Suspension.SHORT : Suspension.LONG;
    return Suspension.from(now, pause, cause);
  }

  /** Whether it, or one of its exceptions, is suspended. */
  boolean isPartlySuspended() {
    for (int i = 0; i < exceptions.size(); i++) {
      if (exceptions.get(i).isSuspended()) {
        return true;
      }
    }
    return state.isSuspended();
  }
}
