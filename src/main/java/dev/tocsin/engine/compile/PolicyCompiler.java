package dev.tocsin.engine.compile;

import dev.tocsin.engine.Policy;
import dev.tocsin.language.Diagnostic;
import java.util.List;
import java.util.Optional;

/** Compiles policies. Thread safe. */
public final class PolicyCompiler {

  /** Compiles every expression of the policy; all diagnostics are collected, not just the first. */
  public Compilation compile(Policy policy) {
    return new PolicyCompilation(policy).run();
  }

  /**
   * @param compiled absent when a diagnostic is an error
   * @param texts what it was compiled from
   */
  public record Compilation(
      Optional<CompiledPolicy> compiled, List<Diagnostic> diagnostics, PolicyTexts texts) {}
}
