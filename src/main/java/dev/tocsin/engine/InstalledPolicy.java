package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A policy in use: its expressions, and what it has gathered so far.
 *
 * @param exclusions one for each of its exceptions, in their order
 */
record InstalledPolicy(
    CompiledPolicy compiled, PolicyState state, List<ExclusionState> exclusions) {
  InstalledPolicy(CompiledPolicy compiled, PolicyState state) {
    this(
        compiled,
        state,
        compiled.exclusions().stream().map(each -> state.exclusion(each.exclusion())).toList());
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
    for (int i = 0; i < exclusions.size(); i++) {
      if (exclusions.get(i).isSuspended()) {
        return true;
      }
    }
    return state.isSuspended();
  }
}
