package dev.tocsin.engine.compile;

import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Interpreter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles policies. Thread safe. */
public final class PolicyCompiler {

  /**
   * Compiles every expression of the policy; all diagnostics are collected, not just the first. A
   * policy that the compiler breaks over does not compile: see {@link Containment}.
   */
  public Compilation compile(Policy policy) {
    try {
      return new PolicyCompilation(policy).run();
    } catch (RuntimeException | Error e) {
      return new Compilation(
          Optional.empty(),
          List.of(Diagnostic.error("spec", "cannot be compiled: " + Containment.cause(e))),
          new PolicyTexts(new Interpreter(Map.of()), Map.of()),
          0);
    }
  }

  /**
   * @param compiled absent when a diagnostic is an error
   * @param texts what it was compiled from
   * @param bytes what the compiled policy takes of the heap, roughly: see {@link Footprint}
   */
  public record Compilation(
      Optional<CompiledPolicy> compiled,
      List<Diagnostic> diagnostics,
      PolicyTexts texts,
      long bytes) {}
}
