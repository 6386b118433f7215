package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.CompiledPolicy.CompiledStep;
import dev.tocsin.event.EventKind;
import java.util.EnumSet;
import java.util.Set;

/** A policy in use: its expressions, and what it has gathered so far. */
record InstalledPolicy(CompiledPolicy compiled, PolicyState state) {
  Policy policy() {
    return compiled.policy();
  }

  /** The kinds it wants to see: its own, or those of its steps. */
  Set<EventKind> kinds() {
    if (compiled.window() == null || compiled.window().steps().isEmpty()) {
      return policy().events();
    }
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    for (CompiledStep step : compiled.window().steps()) {
      kinds.addAll(kindsOf(step));
    }
    return kinds;
  }

  Set<EventKind> kindsOf(CompiledStep step) {
    Set<EventKind> own = step.step().events();
    return own.isEmpty() ? policy().events() : own;
  }
}
